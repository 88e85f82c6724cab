/** Job titles by what the person can decide. Entries are phrases in the notation of patterns.ts. */
export const ROLE_HEADS = {
  /** Decides alone. */
  decides: [
    "المدير|مدير|مديره|المديره التنفيذي|تنفيذي|تنفيذيه|التنفيذيه|العام|عام|عامه|العامه",
    "الرييس|رييس|رييسه مجلس? التنفيذي|تنفيذي|الاداره|اداره",
    "رييس مجلس الاداره",
    "مالك|مالكه|المالك|المالكه|صاحب|صاحبه|راعي|راعيه",
    "موسس|موسسه|المؤسس|الموسس|مؤسس شريك?",
    "شريك|شريكه|الشريك موسس|مؤسس?",
    "ceo|owner|founder|cofounder|gm|md|president|chairman|proprietor",
    "co - founder",
    "co founder",
    "business owner",
    "founder and|& ceo",
    "general manager",
    "managing director|partner",
    "chief executive officer?",
  ],
  /** Holds a budget or a field. */
  manages: [
    "مدير|مديره|المدير|المديره",
    "مسوول|مسووله|المسوول|المسؤول|مسؤول|مسؤوله",
    "رييس|رييسه",
    "نايب|نائب",
    "cfo|cto|cio|coo|cmo|chro|cpo|vp|director|head|manager|lead",
    "chief .",
    "vice president",
  ],
  /** Advises or prepares. */
  advises: [
    "مشرف|مشرفه|مهندس|مهندسه|اخصايي|اخصائي|اخصائيه|اخصاييه|محلل|محلله|محاسب|محاسبه|محامي|محاميه|مستشار|مستشاره|مبرمج|مبرمجه|مطور|مصمم|مصممه|مسوق|مسوقه|مندوب|مندوبه|موظف|موظفه|طبيب|طبيبه|معلم|معلمه|باحث|فني|مدقق|ممثل|محصل|امين|بايع|بائع|باريستا|كاشير",
    "engineer|accountant|analyst|consultant|supervisor|specialist|developer|designer|buyer|officer|executive|employee|salesman|marketer|lawyer|doctor|teacher|nurse|auditor|planner|technician|procurement|purchaser",
  ],
  /** Passes on. */
  passes: [
    "سكرتير|سكرتيره|السكرتير|السكرتيره|منسق|منسقه|مساعد|مساعده|استقبال",
    "secretary|coordinator|assistant|receptionist|intern",
  ],
} as const;

/** What may follow a head inside the title: the field it is about. */
export const ROLE_FIELDS =
  "مشتريات المشتريات مالي المالي ماليه الماليه تقنيه التقنيه معلومات المعلومات عمليات العمليات تشغيل التشغيل تشغيلي تسويق التسويق مبيعات المبيعات موارد الموارد بشريه البشريه مشروع المشروع مشاريع المشاريع فرع الفرع فروع الفروع قسم القسم اداره الاداره اداري اداريه الاداري اقليمي تنفيذي تنفيذيه التنفيذي عام العام عامه تطوير التطوير اعمال الاعمال جوده الجوده علاقات العلاقات عملاء العملاء خدمه خدمات لوجستي لوجستيه صيانه الصيانه انتاج الانتاج مصنع المصنع مستودع المستودع المطعم مطعم مطاعم محل محلات المحل متجر المتجر شركه الشركه موسسه المؤسسه الموسسه مكتب المكتب عياده العياده مشروعي المدير الرييس موسس مؤسس مجلس منتج المنتج برمجيات برامج نظم انظمه شبكات حسابات الحسابات تخطيط عقود العقود مخازن المخازن توريد التوريد سلاسل الامداد امداد مدني معماري كهرباء ميكانيكا اول أول طبي رقمي الرقمي تحول التحول ابتكار استراتيجيه مصنعي بيع نظام المعلوماتيه مختبر تمريض مدرسه المدرسه جمعيه ورشه الورشه فندق سلسله قانوني قانونيه حكوميه قطاع";

/** Fields before an English head: "IT manager", "head of operations". */
export const ROLE_FIELDS_EN =
  "it hr sales marketing procurement purchasing finance financial operations operation project projects product account accounts branch general regional office facility facilities business development technical technology human resources supply chain logistics warehouse store restaurant hotel clinic medical quality maintenance production plant customer service success engineering software senior junior deputy assistant chief executive vice co information digital strategy commercial admin administrative legal contracts category country department team area program data security innovation transformation";
