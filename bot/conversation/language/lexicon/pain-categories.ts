/** Words of pain by category, in the notation of `PhraseBook`, on plain spelling. */
export const PAIN_CATEGORIES = {
  complexity: ["معقد|معقده|معقدين|تعقيد|تعقيدات|متشعب|complex|complexity|complicated|confusing"],
  performance: [
    "ضعف|ضعيف|ضعيفه|متدني|منخفض|منخفضه|نزلت_مبيعاتنا|تراجع",
    "slow sales|growth",
    "poor|low|weak|declining|underperforming performance|sales|conversion|results|response|productivity",
    "performance issue|issues|problem|problems",
  ],
  missing: [
    "ينقصنا|ناقصنا|نقص|نفتقد|نفتقر|lack|lacking|missing",
    "ما عندنا|فيه|لدينا|يوجد =متابعه|=نظام|=سيستم|=تقارير|=ربط|=طريقه|=اليه|=قاعده|=crm",
    "no|without|dont_have|do_not_have any? a? system|crm|process|visibility|reports|follow_up|tracking|integration",
    "بدون|بلا نظام|متابعه|تقارير|ربط",
  ],
  difficulty: ["صعوبه|صعوبات|صعب|صعبه|difficult|difficulty|difficulties|hard"],
  struggle: [
    "نعاني|اعاني|معاناتنا|معاناه|متعبنا|متعبتنا|مرهقنا|مرهقين|تعبنا|تعبانين|ما_نلحق|عاجزين|struggle|struggling|struggles|suffering|suffer|overwhelmed|frustrated|frustrating",
    "ما نلحق|نقدر",
  ],
  manual: [
    "يدوي|يدويا|يدويه|اليدوي|اليدويه|ورقي|ورق|اكسل|دفاتر|manual|manually|spreadsheet|spreadsheets|excel|paperwork|by_hand",
    "نتصل|يتصلون|نكلم|نذكر|يذكرون على? المراجعين|المرضي|العملاء|الزباين|الزبائن|واحد_واحد",
    "copy paste|pasting",
  ],
  chaos: [
    "فوضي|فوضى|عشوايي|عشواييه|لخبطه|ملخبط|ملخبطه|مكركب|ضايعه|ضايع|تضيع|نضيع|ضياع|تتعارض|تتضارب|متداخله|متخبطه|chaos|chaotic|messy|mess|scattered|disorganised|disorganized|double_booked|double_booking|lost_track",
  ],
  cost: [
    "مكلف|مكلفه|غالي|غاليه|تكاليف|خسارتنا|نخسر|خسرنا|خساير|خسائر|هدر|expensive|costly|wasting|waste|wastes|losing|overspending",
    "high cost|costs",
    "تكلفه عاليه|مرتفعه|كبيره",
    "costs too|a much|lot|fortune",
  ],
  delay: [
    "تاخير|تاخيرات|تاخر|نتاخر|يتاخر|تتاخر|بطي|بطيء|بطيئ|بطيئه|انتظار|delay|delays|delayed|late|slow|slowly|backlog|waiting",
  ],
  challenge: ["تحدي|تحديات|نواجه|challenge|challenges|challenging"],
  broken: [
    "خربان|خربانه|عطلان|معطل|متعطل|يعلق|يطيح|اخطاء|الاخطاء|غلطات|broken|crashes|crashing|errors|mistakes|buggy|fails|failing",
    "ما يشتغل|تشتغل|يعمل|تعمل",
    "doesnt|does_not|not work|working",
  ],
  efficiency: ["كفاءه|انتاجيه|فعاليه|efficiency|inefficient|inefficiency|productivity|time_consuming"],
  absence: [
    "ما|لا يحضرون|يحضروا|يجون|يلتزمون",
    "الغياب|غياب|يتغيبون|عدم_الحضور|عدم_حضور|no_show|no_shows|noshows",
    "no show|shows",
    "dont|do_not|never show up",
  ],
  general: [
    "مشكله|مشكلتنا|مشكلتي|مشاكل|مشاكلنا|المشكله|المشاكل|نتضايق|شكاوي|شكاوى|يشتكون|problem|problems|issue|issues|pain|pains|trouble|troubles|complaints|complaining",
  ],
  need: [
    "ابي|ابغى|ابغا|ابغي|نبي|نبغى|نبغي|نحتاج|محتاج|محتاجين|نريد|اريد|نبحث|ندور|احتاج|need|needs|want|require|looking_for|searching_for",
  ],
} as const;

/** How badly each kind hurts when only the word is known, 0 to 1; a wish alone hurts least. */
export const PAIN_SEVERITY: Readonly<Record<keyof typeof PAIN_CATEGORIES, number>> = {
  ...{ broken: 0.8, cost: 0.7, absence: 0.7, chaos: 0.7, struggle: 0.7, delay: 0.6, performance: 0.6 },
  ...{ manual: 0.6, missing: 0.5, difficulty: 0.5, challenge: 0.5, complexity: 0.5, general: 0.5 },
  ...{ efficiency: 0.4, need: 0.3 },
};

/** Between a "no" and the word it denies nothing else may stand. */
export const DENIALS =
  "ما لا مو مب موب مهب مافي مافيه ماعندنا ليس ليست غير بدون بلا ولا no not without never isnt arent wasnt dont doesnt havent hasnt cant nothing neither nor";
export const BETWEEN =
  "عندنا عندي لدينا لدي فيه في هناك يوجد توجد نواجه نعاني من اي ايه ابد ابدا هي هو هم كان a an any the really so very that too is are was be do have has had having got getting face facing experience see much of big real major";

/** How soon, 0 to 1, by the words that say so. */
export const URGENCY_WORDS = {
  "1": [
    "عاجل|عاجله|عاجلا|فورا|فوري|فوريه|حالا|طارئ|طارى|ارجنت|مستعجل|مستعجله|مستعجلين|باسرع|urgent|urgently|asap|immediately|immediate",
    "اسرع|اقرب وقت|فرصه",
    "as soon as possible",
    "right|straight away",
    "mesta3jel|mesta3jleen|daroori",
  ],
  "0.8": [
    "^ الان|الحين|now",
    "نبي|نبيه|نبغي|نبغى|نحتاج|نحتاجه|نبدا|جاهزين .. الان|الحين",
    "need|needs|want|start|begin|ready .. now",
    "today|tonight|اليوم",
  ],
  "0.7": ["بسرعه|سريعا|quickly|quick"],
  "0.6": ["this week", "هالاسبوع|الاسبوع_هذا|هذا_الاسبوع|خلال_اسبوع", "within a? week"],
  "0.5": ["this month", "هالشهر|الشهر_هذا|هذا_الشهر|خلال_شهر", "within a? month"],
  "0.4": ["قريبا|قريب|soon", "next month", "الشهر_الجاي|الشهر_القادم"],
} as const;
