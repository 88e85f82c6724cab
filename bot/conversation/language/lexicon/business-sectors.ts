/** One sector: its key, its names and the words by which a company shows it belongs there. */
interface Sector {
  readonly key: string;
  readonly ar: string;
  readonly en: string;
  /** Phrases in the notation of patterns.ts. */
  readonly cues: readonly string[];
}

/** The sectors of Vision 2030 as facts name them. To add a cue, add it to the sector's list. */
export const SECTOR_TABLE: readonly Sector[] = [
  {
    key: "construction",
    ar: "المقاولات والعقار",
    en: "Construction and real estate",
    cues: [
      "مقاولات|مقاولين|مقاول|عقار|عقارات|عقاري|عقاريه|العقاري|انشاءات|تشييد|بناء|هندسيه|معماري|معماريه|ديكور|ترميم",
      "استشارات هندسيه",
      "تطوير عقاري",
      "مكتب هندسي",
      "contracting|construction|contractor|contractors|realestate|fitout",
      "real estate",
      "property developer|development|management",
      "engineering consultancy|consultants|office",
    ],
  },
  {
    key: "logistics",
    ar: "النقل والخدمات اللوجستية",
    en: "Logistics and transport",
    cues: [
      "نقل|شحن|لوجستي|لوجستيه|لوجستيات|اللوجستي|توصيل|مستودع|مستودعات|شاحنات|تخليص|اسطول|سفريات|بريد",
      "logistics|logistic|freight|shipping|transport|transportation|trucking|warehousing|warehouse|warehouses|courier|delivery|fleet",
    ],
  },
  {
    key: "health",
    ar: "الصحة",
    en: "Health",
    cues: [
      "عياده|عيادات|عيادتي|عيادتنا|مستشفي|مستشفى|مستوصف|صيدليه|صيدليات|اسنان|طبي|طبيه|الطبي|الطبيه|صحي|صحيه|الصحي|الصحيه|مختبر|مختبرات|صحه|جلديه|تمريض",
      "مجمع طبي",
      "3yada|3yadat|3iyada|3iyadat|3eyada|3eyadat|asnan|mostashfa",
      "physiotherapy|physio|dentist|dentists|dermatology|orthodontics",
      "clinic|clinics|hospital|hospitals|pharmacy|pharmacies|dental|healthcare|medical|health|polyclinic|laboratory",
    ],
  },
  {
    key: "hospitality",
    ar: "السياحة والضيافة",
    en: "Tourism and hospitality",
    cues: [
      "mat3am|ma63am|mata3em|fondoq|fnadeq",
      "فندق|فنادق|مطعم|مطاعم|كافيه|كافيهات|كوفي|مقهى|مقهي|مقاهي|سياحه|سياحي|سياحيه|سفر|منتجع|منتجعات|ضيافه|الضيافه|فعاليات|عمره|حجاج|معتمرين|شاليه|شاليهات|استراحات|تموين|اعاشه",
      "شقق مخدومه|مفروشه",
      "restaurant|restaurants|hotel|hotels|cafe|cafes|coffee_shop|tourism|hospitality|catering|resort|events|travel_agency|umrah|hajj",
    ],
  },
  {
    key: "retail",
    ar: "التجزئة والتجارة الإلكترونية",
    en: "Retail and e-commerce",
    cues: [
      "تجزئه|التجزئه|متجر|متاجر|متجري|متجرنا|محل|محلات|محلي|بقاله|سوبرماركت|هايبر|ملابس|عبايات|عطور|اثاث|مجوهرات|جمله|بالجمله|معرض|معارض|بوتيك|هدايا|مكتبه",
      "تجاره الكترونيه",
      "سوبر ماركت",
      "retail|retailer|ecommerce|e_commerce|shop|shops|store|stores|boutique|supermarket|wholesale|furniture|fashion|perfume|perfumes",
      "e - commerce",
      "online store",
    ],
  },
  {
    key: "industry",
    ar: "الصناعة",
    en: "Industry and manufacturing",
    cues: [
      "مصنع|مصانع|مصنعنا|مصنعي|صناعه|صناعي|صناعيه|تصنيع|بلاستيك|حديد|المنيوم|بتروكيماويات|كيماويات|خرسانه|مواد_بناء",
      "factory|factories|manufacturing|manufacturer|industrial|plastics|steel|chemicals|petrochemical|cables",
    ],
  },
  {
    key: "mining",
    ar: "التعدين",
    en: "Mining",
    cues: ["تعدين|التعدين|مناجم|محاجر|كسارات", "mining|quarry|quarries"],
  },
  {
    key: "energy",
    ar: "الطاقة والمياه",
    en: "Energy and water",
    cues: [
      "طاقه|الطاقه|كهرباء|نفط|بترول|غاز|طاقه_شمسيه|متجدده|تحليه|محطات_وقود",
      "energy|oil|gas|solar|renewable|renewables|power_plant|utilities|petroleum|desalination",
    ],
  },
  {
    key: "ict",
    ar: "تقنية المعلومات والاتصالات",
    en: "Information technology",
    cues: [
      "برمجيات|برمجه|سيبراني|حوسبه|اتصالات|تقنيه_معلومات|تقنيه_المعلومات|حلول_تقنيه|حلول_رقميه|شركه_تقنيه|التقنيه|تطبيقات|استضافه",
      "software|saas|it_services|it_company|tech_company|cybersecurity|telecom|cloud_services|it_solutions",
      "information technology",
    ],
  },
  {
    key: "finance",
    ar: "المال والتأمين",
    en: "Finance and insurance",
    cues: [
      "بنك|بنوك|مصرف|تمويل|تامين|التامين|استثمار|وساطه|فنتك|صرافه|مالي_استشاري|ماليه_واستثماريه",
      "bank|banking|fintech|insurance|investment|investments|brokerage|financing|finance_company|financial_services",
    ],
  },
  {
    key: "education",
    ar: "التعليم والتدريب",
    en: "Education and training",
    cues: [
      "ma3had|m3had|tadreeb|tadrib|madrasa|madares",
      "مدرسه|مدارس|مدرستنا|جامعه|معهد|معاهد|اكاديميه|تعليم|تعليمي|تعليميه|التعليم|تدريب|التدريب|روضه|روضات|حضانه|كليه|دورات",
      "school|schools|university|academy|college|education|educational|training_center|training_centre|training_centers|training_centres|training_institute|nursery|kindergarten|edtech|institute",
    ],
  },
  {
    key: "automotive",
    ar: "السيارات",
    en: "Automotive",
    cues: [
      "صيانه|مغسله|مغاسل|غسيل|تلميع|خدمه|كهرباء|سمكره سيارات|السيارات|سياره",
      "مركز صيانه|خدمه سيارات|السيارات",
      "car service|wash|washes|repair|repairs|care|maintenance|detailing|workshop",
      "auto repair|service|workshop",
      "sayarat|syarat|siyarat|warsha|wersha",
      "سيارات|السيارات|ورشه|ورش|قطع_غيار|تاجير_سيارات|معرض_سيارات|تشاليح|كفرات",
      "automotive|car_rental|garage|auto_parts|spare_parts|car_dealership|dealership|workshop|cars",
    ],
  },
  {
    key: "media",
    ar: "الإعلام والتسويق",
    en: "Media and marketing",
    cues: [
      "اعلان|اعلانات|اعلام|دعايه|تسويق_رقمي|وكاله_تسويق|وكاله_اعلان|وكاله_اعلانيه|وكاله_دعايه|انتاج_فني|تصوير|مطبعه|طباعه",
      "marketing_agency|advertising|media|digital_agency|creative_agency|production_house|printing",
    ],
  },
  {
    key: "services",
    ar: "الخدمات المهنية",
    en: "Professional services",
    cues: [
      "محاماه|محامي|محامين|قانوني|قانونيه|محاسبه_قانونيه|مكتب_محاسبه|محاسبين|استشارات|استشاري|توظيف|صيانه|تنظيف|نظافه|حراسات|حراسه|استقدام|تعقيب|مغسله|مغاسل|صالون|صالونات|تشغيل_وصيانه",
      "law_firm|law_office|legal|consulting|consultancy|accounting_firm|recruitment|staffing|cleaning|facility_management|maintenance|laundry|salon|security_services",
    ],
  },
  {
    key: "entertainment",
    ar: "الترفيه والرياضة",
    en: "Entertainment and sport",
    cues: [
      "ترفيه|ترفيهي|ترفيهيه|رياضي|رياضيه|رياضه|نادي_رياضي|جيم|ملاهي|سينما|العاب|بادل",
      "gym|gyms|fitness|entertainment|sports|sports_club|cinema|gaming",
    ],
  },
  {
    key: "agriculture",
    ar: "الزراعة والأغذية",
    en: "Agriculture and food",
    cues: [
      "مزارع|فلاح|farmer|farmers|farming",
      "زراعه|زراعي|زراعيه|مزارع|مزرعه|مزرعتنا|دواجن|تمور|اغذيه|مواد_غذائيه|مواد_غذاييه|غذائيه|غذاييه|البان|اعلاف|ماشيه|مخبز|مخابز|حلويات|محامص",
      "agriculture|farm|farms|poultry|dates_factory|food_company|foods|dairy|bakery|food_products|food_distribution",
    ],
  },
  {
    key: "public",
    ar: "القطاع الحكومي",
    en: "Public sector",
    cues: [
      "حكومي|حكوميه|الحكومي|وزاره|هييه_حكوميه|بلديه|امانه_منطقه|اماره|جهه_حكوميه|قطاع_عام",
      "government|ministry|municipality|public_sector",
    ],
  },
  {
    key: "nonprofit",
    ar: "القطاع غير الربحي",
    en: "Non-profit",
    cues: [
      "خيري|خيريه|الخيريه|جمعيه|جمعيات|وقف|اوقاف|غير_ربحي|غير_ربحيه|القطاع_الثالث",
      "nonprofit|charity|charitable|ngo|non_profit|foundation",
    ],
  },
  {
    key: "defence",
    ar: "الدفاع والطيران",
    en: "Defence and aerospace",
    cues: ["دفاع|عسكري|عسكريه|طيران|الطيران", "defence|defense|aerospace|aviation|airline"],
  },
  {
    key: "environment",
    ar: "البيئة والتدوير",
    en: "Environment and recycling",
    cues: ["تدوير|نفايات|بيئيه|البيئه", "recycling|waste_management|environmental"],
  },
];
