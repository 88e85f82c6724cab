/** Words that count people of a company: موظف, user, عامل. Folded forms are matched after peeling. */
export const PEOPLE_UNITS =
  "موظف موظفين موظفه موظفات موظفون شخص اشخاص فرد افراد نفر انفار عامل عمال عماله مستخدم مستخدمين يوزر يوزرات مندوب مناديب مندوبين فني فنيين مهندس مهندسين سايق سواق سواقين سايقين طبيب اطباء دكتور دكاتره معلم معلمين معلمه معلمات كادر كوادر زميل ايجنت ممثل استاف منسوب منسوبين employee employees staff people person persons users user seats seat members member workers worker agents reps technicians drivers engineers salespeople headcount licenses licences mowathaf mowathafen staffers";

/** Before a number: it counts the company's people. */
export const SIZE_CUES = [
  "فريقنا|فريقي|عددنا|عدد_موظفينا|عدد_الموظفين|عدد_موظفين|الموظفين|موظفينا|موظفيننا|عددهم|احنا|حنا|نحن|طاقمنا|حجم_الفريق|حجم_الشركه|كلنا",
  "عدد الموظفين|موظفين|موظفينا|العاملين|العمال|المستخدمين|مستخدمين|الافراد",
  "team of",
  "we are|re",
  "were",
  "^ employees|headcount|staff|team_size|company_size|size",
  "number of employees|staff|users|people",
  "company|team size",
] as const;

/** The company is one person. */
export const ALONE = [
  "موظف واحد",
  "انا? لحالي|لوحدي|بروحي",
  "انا بس",
  "فردي|فرد_واحد|شخص_واحد",
  "ما|مافي معي|عندي احد|موظفين",
  "just|only me",
  "no employees|staff",
  "one man show",
  "solo|freelancer",
  "its me only",
] as const;

export const AT_LEAST = [
  "فوق|اكثر_من|اكثر|اكبر_من|ازيد|يزيد_عن|ما_يقل_عن|لا_يقل_عن|على_الاقل|عالاقل|يفوق|يتجاوز|تجاوزنا|زياده_عن",
  "ما|لا يقل|نقل عن",
  "more than",
  "over|above|minimum",
  "at least",
  "not less than",
  "fo8|foug",
] as const;
export const AT_MOST = [
  "اقل_من|اقل|تحت|ما_يتعدي|ما_يتجاوز|ما_نتجاوز|ما_تتجاوز|لا_يتجاوز|لا_تتجاوز|كحد_اقصي|كحد_اقصى|بحد_اقصى|حد_اقصي|لين|سقف|سقفنا|حدنا|اقصي|اقصى|دون|اخرنا|حدي",
  "ما|لا نبي|نبغي|ابي|نقدر|ودنا نتعدي|نتجاوز|نتخطي",
  "ما|لا نتعدي|يتعدي|تتعدي|نتخطي|يتخطي|تتخطي|نزيد_عن|يزيد_عن|تزيد_عن",
  "less than",
  "under|below|max|maximum",
  "up to",
  "no more than",
  "not more than|exceed",
] as const;
export const ABOUT = [
  "حدود|بحدود|حوالي|تقريبا|قرابه|يمكن|نحو|قريب_من|بالتقريب|يجي|زهاء",
  "around|about|approximately|approx|roughly|nearly|almost|circa|~",
  "some|ish",
] as const;

/** Words that make an amount the budget. */
export const BUDGET_CUES = [
  "ميزانيه|ميزانيتنا|ميزانيتي|الميزانيه|بدجت|البدجت|بدجتنا|budget|budgets|مخصص|مخصصين|مخصصنا|خصصنا|رصدنا|راصدين|رصدت|اعتمدنا|معتمد_لنا|حاطين|محددين|ناوين_ندفع|مستعدين_ندفع|نقدر_ندفع|نقدر_نصرف|اقدر_ادفع|حدنا|سقفنا|اخرنا",
  "نقدر|اقدر|ناوين|مستعدين|بنقدر|نبي|نبغى|ودنا ندفع|نصرف|ادفع|اصرف|نستثمر",
  "ما|لا نبي|نبغي|ابي|نقدر|ودنا? نتعدي|نتجاوز|نتخطي",
  "معايا|معاي|معي|معانا|معنا . ريال|الف|دولار",
  "مبلغ|مبالغ مخصص|محدد|معتمد|المخصص",
  "نصرف|بنصرف|بندفع|ندفع_لكم",
  "معنا|عندنا|معي|عندي مبلغ|ميزانيه",
  "can|could|willing|able|want|planning|plan|ready .. spend|pay|invest",
  "allocated|allotted|budgeted|earmarked|set_aside",
  "spend|afford",
  "mizaniya|mizanya|meezaniya|mizaniyatna",
] as const;

/** Words that make an amount somebody else's or something else: a rent, a turnover, a competitor's price. */
export const NOT_BUDGET = [
  "ايجار*|الايجار|ايجارنا|دخل|دخلنا|الدخل|مبيعات|مبيعاتنا|المبيعات|ارباح|ارباحنا|راس_المال|راس_مال|راسمال|رواتب|الرواتب|راتب|رواتبنا|ايرادات|ايراداتنا|الايرادات|خساره|خسرنا|خسارتنا|نخسر|فاتوره|فواتير|المنافس|للمنافس|منافسكم|منافسينكم|غيركم|سعركم|اسعاركم|عرضكم|يكلفنا|كلفنا|تكلفنا|ديون|مديونيه|عملاء|غرامه|غرامات|مخالفه|مشاريعنا|حجم_اعمالنا|قيمه_مشاريعنا|شركه_ثانيه|قالوا|عطوني|عطونا|اعطوني|عرضوا|اقترضنا|تمويل|نوصل",
  "ندفع|دفعنا|ندفعها حاليا|الحين|لهم|للمورد|للشركه|لشركه|له",
  "revenue|revenues|turnover|rent|salary|salaries|sales|profit|profits|competitor|competitors|invoice|invoices|currently_pay|we_paid|losing|lost|capital|your_price|charged|fine|fines|loan|quoted|quote",
  "currently|already pay|paying|spend|spending",
  "annual sales|revenue|turnover",
] as const;

export const PER_MONTH = [
  "شهري|شهريا|بالشهر|الشهر|في_الشهر|لكل_شهر|كل_شهر|شهريه|monthly|per_month|a_month|each_month|mo|month|pm",
  "/ month",
  "shahri|bilshahar|bsh8r|bshahr",
] as const;
export const PER_YEAR = [
  "سنوي|سنويا|بالسنه|في_السنه|السنه|سنويه|كل_سنه|لكل_سنه|بالعام|yearly|annual|annually|per_year|a_year|each_year|year",
  "sanawi|bilsana",
] as const;

/** How soon they want it, without a date. */
export const URGENCY = {
  now: [
    "مستعجل|مستعجله|مستعجلين|عاجل|عاجله|ضروري_جدا|فورا|فوري|فوريه|حالا|باسرع|بسرعه|اسرع|في_اسرع|على_طول|عالطول|علطول|ارجنت|طارئ|طارى",
    "باسرع|اسرع وقت|شي|شيء",
    "اليوم قبل بكره",
    "باقرب|لاقرب|اقرب وقت|فرصه|موعد|زمن",
    "الحين|الان نبدا|جاهزين|نبي|نبيه",
    "نبي|نبيه|نبغاه|نبغى|ابيه|ابغاه|نحتاجه|محتاجينه الحين|الان|بسرعه|ضروري|فورا|اليوم|امس",
    "^ ضروري",
    "امس قبل اليوم",
    "من بكره",
    "ما نقدر نتاخر|ننتظر",
    "جاهزين نبدا",
    "asap|urgent|urgently|immediately|immediate|rightaway|pronto",
    "as soon as possible",
    "right away|now",
    "need it now|yesterday|today",
    "straight away",
    "very soon",
    "3ala tool",
    "mesta3jel|mesta3jleen|mista3jil|darori|daroori",
  ],
  exploring: [
    "مو|مب|موب|ماني|مانيب|غير|احنا_مو|منب|مهب مستعجل|مستعجله|مستعجلين|عاجل",
    "ما|مافي|مافيه|ماعندنا في|فيه|عندنا|علينا? عجله|استعجال|ضغط",
    "نستكشف|استكشف|نتعرف|بس_اشوف|بس_نشوف|نشوف_بس|بس_نسال|استطلاع|نقارن|ندرس_الخيارات|نجمع_عروض|مجرد_استفسار|بس_استفسر",
    "بس|مجرد|فقط اشوف|نشوف|استفسر|نستفسر|نسال|استفسار|استكشاف|فضول|نقارن|معلومات",
    "على مهلنا|مهلكم|راحتكم|راحتنا",
    "no rush|hurry|urgency",
    "not urgent|in_a_hurry|in_a_rush",
    "just|only|still|currently exploring|looking|browsing|checking|researching|comparing|curious",
    "exploring|browsing|researching",
    "take your time",
  ],
  later: [
    "مستقبلا|بالمستقبل|لاحقا|بعدين|السنه_الجايه|السنه_القادمه|العام_القادم|الصيف_الجاي|الصيف",
    "مو هالسنه|هالفتره|قريب",
    "next|the_new year|summer",
    "later this year|on",
    "in the future",
    "down the road|line",
  ],
  soon: [
    "قريب|قريبا|عن_قريب|الشهر_الجاي|الشهر_القادم|الفتره_الجايه|الفتره_القادمه|قريب_ان_شاء_الله|الفتره_هذي",
    "soon",
    "next month",
    "coming weeks|month",
    "in the coming|next weeks|months",
  ],
} as const;

/** Words that make a date the start or the deadline of the project and not a meeting. */
export const START_CUES = [
  "نبدا|نبدي|ابدا|البدايه|البدء|نطلق|نشغل|تشغيل|ننطلق|الانطلاق|نخلص|نخلصه|ننتهي|ننهي|نسلم|التسليم|جاهز|يكون_جاهز|نطبق|التطبيق|الاطلاق|نركب|ننفذ|التنفيذ|مشروعنا|المشروع|يبدا|نحتاجه|نبيه|نبغاه|محتاجينه|نحتاج|نبي|نبغى|محتاجين|ابي|ابغى|ابغا|نبغا|احتاج|محتاج|نقرر|القرار|الشراء|نشتري|نفتتح|الافتتاح|افتتاح|ودنا|ناوين|نخطط|الميزانيه",
  "قبل|خلال|بنهايه|قبل_نهايه",
  "start|starting|begin|launch|go_live|golive|kick_off|implement|deploy|rollout|ready|deadline|need|needed|want|looking|decide|purchase|buy|opening|finish|project|timeline|by|before|within|during|planning|plan",
] as const;

/** What they want, before the thing wanted. */
export const NEED_CUES = [
  "عايز|عايزه|عايزين|عاوز|عاوزين|ابي|ابغى|ابغا|ابغي|نبي|نبغى|نبغا|ودنا|ودي|اريد|نريد|محتاج|محتاجه|محتاجين|احتاج|نحتاج|ندور|ادور|نبحث|ابحث|يلزمنا|ينقصنا|ناقصنا|نطمح|نفكر|مهتمين|مهتم|حاب|حابين|هدفنا|غرضنا|طلبنا|المطلوب|نرغب|ارغب",
  "need|needs|want|require|looking|searching|seeking|interested|after|would_like|wish|hoping|aim|goal|we_are_looking_for",
  "abi|abgha|nabi|nabgha|a7taj|m7taj|n7taj",
] as const;

/** What hurts. */
export const PAIN_CUES = [
  "مشكله|مشكلتنا|مشكلتي|مشاكل|المشكله|مشكلنا|نعاني|اعاني|معاناتنا|معاناه|متعب|متعبنا|متعبتنا|متعبني|متعبه|تعبنا|تعبانين|نضيع|تضيع|ضياع|ضايع|ضايعه|تضييع|ضيعنا|نخسر|خسرنا|نفقد|تاخر|تاخير|يتاخر|تتاخر|تاخيرات|صعوبه|صعب|صعبه|نواجه|اواجه|ينقصنا|ناقصنا|يدوي|يدويا|اليدوي|اليدويه|يدويه|اكسل|ورق|الورق|فوضي|عشوايي|عشواييه|مكركب|ملخبط|لخبطه|اخطاء|غلطات|الاخطاء|نتاخر|ننسي|نسيان|بطي|بطيء|بطيئ|محد|يشتكون|شكاوي|شكاوى|شكوي|ازدحام|زحمه|ضغط|تكدس|هدر|هالك|تسرب|مرهق|مرهقين|مرهقنا|مو_ضابط|ما_نلحق|ما_نقدر|ما_نعرف|نقص|تحدي|تحديات|عاجزين|انتظار|الانتظار",
  "ما|لا|مافي عندنا|فيه|في|نقدر|نلحق|نعرف|يلقون|يوجد متابعه|نظام|نتابع|رد|وقت|نلحق|اليه|ربط|تقارير|طريقه|نشوف|نوصل|نظبط|نحصر",
  "struggle|struggling|problem|problems|issue|issues|pain|pains|challenge|challenges|losing|lose|loses|lost|waste|wastes|wasting|manual|manually|slow|delay|delays|late|complain|complaining|complaints|messy|chaos|chaotic|errors|mistakes|spreadsheets|excel|hard|difficult|difficulty|overwhelmed|missing|miss|bottleneck|inefficient|cannot_track|cant_track|no_visibility|no_shows|noshows|lack|lacking|overload|forget|forgetting|scattered|frustrated|frustrating|suffering|suffer|tired",
  "nobody|no_one follows|answers|replies|tracks|knows",
  "ما|لا يحضرون|يحضروا|يجون|يلتزمون",
  "الغياب|غياب|يتغيبون|تتعارض|تتضارب|متخبطه|تخبطت|متداخله",
  "نتصل|يتصلون|نكلم|نذكر|يذكرون على? المراجعين|المرضي|العملاء|الزباين|الزبائن|المرضى|واحد_واحد",
  "dont|do_not|doesnt|never show up",
  "no show|shows",
  "ring|ringing non_stop|nonstop|all_day",
] as const;

/** Things companies buy: a want of one of these is a need even beside other acts. */
export const NEED_OBJECTS = [
  "تذكير|تذكيرات|نذكر|يذكر|مواعيد|حجز|نرتب|ارتب|يرتب|ترتيب|ترتب|استفسارات|تسجيل|المسجلين|زيارات|reminder|reminders|appointments|bookings|enquiries|inquiries|leads|نظام|برنامج|سيستم|تطبيق|حل|حلول|منصه|اداه|ربط|نربط|تكامل|اتمته|نؤتمت|نوتمت|موقع|بوت|شات|crm|erp|pos|كاشير|محاسبي|ادارة|اداره|ندير|يدير|ننظم|ينظم|تنظيم|جدوله|متابعه|نتابع|يتابع|حجوزات|مخزون|المخزون|فواتير|فوتره|تقارير|نقلل|نزيد|نسرع|نحسن|نطور|تحسين|تطوير|خدمه|نقاط_بيع|رد_الي|system|software|platform|solution|tool|app|application|integration|integrate|automate|automation|manage|managing|management|track|tracking|chatbot|website|improve|reduce|increase|streamline|organize|dashboard|reports|ticketing|inventory|scheduling|booking_system|invoicing|accounting|something|nidam|netham|nizam|barnamej",
] as const;

/** Wants that are acts, not needs. */
export const NOT_NEEDS = [
  "سعر|اسعار|الاسعار|السعر|عرض_سعر|تسعيره|كوتيشن|موعد|اجتماع|ديمو|demo|مكالمه|موظف|انسان|احد|اكلم|اتكلم|اتواصل|اعرف|استفسر|اسال|اشوف|اجرب|افكر|اغير|الغي|اجل|ااجل|ناجل|نغير|نلغي|احجز|نحجز|نحدد|احدد|تكلموني|تتصلون|تحذفون|رسايل|اعطي|اقول|شي|هالخدمه|خدمتكم|خدماتكم|price|prices|pricing|quote|quotation|demo|meeting|call|human|person|agent|talk|speak|cancel|reschedule|know|ask|unsubscribe|stop|receive|book|schedule|approval|time|think|check|discuss|mawe3d|maw3id|akalm|a3ref|se3r",
] as const;

/** Words by which a company speaks of itself: a pain beside one of these is its own. */
export const OWN_CUES = [
  "عندنا|لدينا|عندي|فريقنا|شركتنا|موظفينا|الموظفين|موظفين|عملائنا|عملاءنا|عملانا|العملاء|الزباين|الزبائن|زبايننا|المرضى|المرضي|المراجعين|الطلبات|طلبات|الطلبيات|المبيعات|مبيعاتنا|المواعيد|مواعيد|الحجوزات|حجوزات|المخزون|الفواتير|فواتير|المندوبين|مشكلتنا|نعاني|نواجه|ينقصنا|ناقصنا|متعبنا|متعبتنا|مرهقنا|نضيع|نخسر|نفقد|نتاخر|ننسى|ننسي|الردود|الرد|المتابعه|متابعه|التقارير|الجرد|الجدوله|المحاسبه|الرواتب|العقود|المشاريع|الصيانه|التوصيل|السواقين|الفروع|فروعنا|المستودع|شغلنا|اعمالنا|الطلاب|اولياء_الامور|الشحنات|العمال",
  "we|our|were|weve|us|customers|clients|patients|team|staff|leads|orders|business|employees|company|sales|inventory|invoices|bookings|drivers|agents|suppliers|shipments|guests|students|stock",
] as const;
