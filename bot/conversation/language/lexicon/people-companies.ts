/** Words that open a company's name. Those in `plain` are not kept in the name ("شركة الأفق" is الأفق). */
export const COMPANY_HEADS = {
  plain: "شركه موسسه مؤسسه لشركه بشركه",
  kept: "مجموعه مصنع مصانع مكتب عياده عيادات مجمع مستشفي مستشفى مستوصف متجر متاجر وكاله مدرسه مدارس جامعه معهد اكاديميه جمعيه هييه هيئه وزاره بنك مصرف مطعم مطاعم فندق فنادق صالون مركز دار محل محلات صيدليه صيدليات مزارع ورشه مخبز مخابز كافيه كوفي مقهي منتجع مغسله معرض حلويات نادي",
};

/** What follows "شركة" without being its name. */
export const COMPANY_DESCRIPTIONS =
  "نسائي نسائيه نسايي رجالي اطفال تجميل تجميليه عيادات عياده اسنان جلديه عيون غسيل تلميع صيانه مكيفات استشارات محاسبه محاماه تدريب تحفيظ ثانيه اخري اخرى ثاني كبيره صغيره متوسطه خاصه ناشيه جديده معينه معروفه سعوديه محليه عالميه عايليه قايمه صغيره متخصصه كبيره مثلكم زيكم منافسه حكوميه الكتروني الكترونيه اهليه اهلي خيريه هندسي هندسيه طبي طبيه عام عامه رقمي رقميه تجاري تجاريه قانوني قانونيه مبرد مالي ماليه تسويق دعايه استشارات محاماه محاسبه سفر سياحه عقار عقاري توظيف رياضي تدريب تعليم اسنان بيع تاجير تاجيره نظافه تنظيف صيانه تقنيه وتخليص وتوصيل عندنا عندي فيها فيه لها له عمرها تشتغل تعمل تقدم تبيع نقدم كلها هنا نفسها ونبي وعندنا ونحتاج اسمها اسمه مقرها عدد عددنا الكتروني و بس لكن زين كويسه احنا نحن حنا كم وش ايش هل ليش";

/** Suffixes of company names, lower case. */
export const COMPANY_SUFFIXES =
  "co company llc ltd limited inc corp corporation est establishment group holding holdings trading contracting industries factory factories solutions technologies technology logistics consulting agency clinic clinics hospital hotel hotels restaurant restaurants school schools academy bank steel foods foundation center centre services systems enterprises partners";

/** Where a company's name ends, beside marks and digits. */
export const COMPANY_STOPS =
  "في من على عن الى مع عندنا عندي لدينا لدي نبي نبغى ابي ابغى نحتاج احتاج محتاجين نريد اريد ونبي ونبغى وابي وابغى ونحتاج وعندنا وعندي ولدينا وعددنا عددنا عدد مقرنا مقرها ومقرنا مدير مديره المدير انا احنا نحن حنا اسمي معك معاك اللي وش كم هل ممكن حاب حابين ودنا ودي بخصوص بشان للاستفسار نشتغل نعمل نقدم وكنت كنا وحاب شكرا لو هذا هذي ونود نود اود واود عشان لكن بس او جوال جوالي ايميل ايميلي رقمي رقم الميزانيه ميزانيتنا والميزانيه وميزانيتنا نعاني وظيفتي ومسؤول مسوول مسووله و " +
  "in and we our with i im from at based located for is are was have has need looking want would the my who that which to a an here there currently calling about regarding interested on as but or of_the since";
