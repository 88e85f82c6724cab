import type { Phrase, WordLists } from "../patterns.ts";

/** How a plain yes or no is said. Read at the beginning of a clause only; see acts/answers.ts for what may follow. */
export const ANSWER_PHRASES: Readonly<
  Record<"yes" | "soft-yes" | "no" | "short-no" | "neither", readonly Phrase[]>
> = {
  /** A yes whatever follows it. */
  yes: [
    "نعم|ايه|ايوه|ايوا|ايوة|اييه|ايو|اه|اها|اي_نعم|اي_والله|ايه_والله|اي_اكيد|ايي|يب|يس|يب_يب|ييس|نعمين",
    "اكيد|بالتاكيد|بالطبع|طبعا|بالضبط|تاكيدا|اتفق|متفق|متفقين|متفقون|اتفقنا|موافق|موافقه|موافقين|موافقون|نوافق|اوافق",
    "لا باس|مانع|مشكله",
    "لا يوجد? عندي? مانع|مشكله|اعتراض",
    "ما عندي|عندنا|فيه|في|فيها|هناك مانع|مشكله|مشكل|باس|اعتراض",
    "مافي|مافيه|ماعندي|ماعندنا مانع|مشكله|باس",
    "مو|مب|ماهي|ليست مشكله",
    "ما يخالف|يمنع|يضر",
    "على راسي|عيني|الراس",
    "من عيوني|عيني",
    "تمام|طيب|زين|اوكي|اوك التمام|ومناسب|ومتفق",
    "هذا|كلامك|كلامكم|معلوماتك|المعلومات|المعلومه صحيح*|سليم*|صح|مضبوط*",
    "يناسبني|يناسبنا|مناسبني|يناسب|تناسبني|يصلح_لي|يناسبني_جدا",
    "ثبت|ثبته|ثبتها|ثبتوه|ثبتوا|اعتمد|اعتمده|اعتمدها|اعتمدوا|اعتمدوه|نعتمد|نعتمده|اكد|اكده|اكدها|اكدوا|اكدوه|اؤكد|نؤكد|احجز|احجزه|احجزها|احجزوه|احجزوا",
    "يمدي|يمديني|يصير|تكفى|ياليت|يا_ليت|ليش_لا|ليه_لا|لم_لا|لما_لا|وليش_لا|يا_ريت|ياريت",
    "yes|yeah|yep|yup|yea|yess|yessir|yas|ya|yh|yup_yup|aye|sure|surely|certainly|absolutely|definitely|indeed|affirmative|agreed|exactly|precisely|totally|confirmed|correct",
    "i agree|accept|confirm|approve|do|would|am|am_ok|consent",
    "of course",
    "no problem|problems|worries|objection|objections|issue|issues|prob",
    "not a problem",
    "why not",
    "works for me|us",
    "that|it|this|which works|work|is_fine|is_ok|is_okay|is_good|is_right|is_correct|is_true|is_perfect|is_great|suits|sounds",
    "thats|its right|correct|true|fine|ok|okay|good|perfect|great|it|a_yes|a_deal",
    "sounds good|great|perfect|fine|right|ok|like_a_plan",
    "go ahead|for_it",
    "lets do|go_ahead|go_with|go_for",
    "please do|go_ahead|proceed|confirm|book_it",
    "do|book|confirm|take it|that",
    "for sure",
    "by all means",
    "you are|re? right|correct",
    "you got it|that_right|thats_right",
    "youre right|correct",
    "i think so",
    "i believe so|it_is|thats",
    "i suppose|guess so",
    "without a doubt",
    "its|it_is|this_is|that_is true|correct|fine|ok|okay",
    "affirmative|aha|uhhuh|uh_huh|mhm|mmhm|mm_hm",
  ],
  /** A yes only when nothing but politeness follows it, and no "but" and no question. */
  "soft-yes": [
    "تمام|طيب|زين|اوكي|اوك|اوكيه|اوكى|اوكاي|ok|okay|okey|okie|k|kk|صح|صحيح|مضبوط|ماشي|ابشر|ابشروا|يلا|يالله|تم|خلاص|كفو|اي|اجل|حاضر|سم|حلو|ممتاز|جميل|رايع|مناسب|مناسبه|مناسبني|كويس|قدام|توكلنا|سليم|ان_شاء_الله|انشاءالله|انشالله|ان_شاءالله|باذن_الله|بإذن_الله|تمم|تمت|خير|ابي|ابغى|ابغا|نبي|نبغى|احب|اريد|نعم؟|علم|وصل|اشوى|دن|قود|تمامو|زين_ما_يصير|يصير_خير|كذا_تمام|عال|على_خير|على_بركه_الله",
    "right|alright|allright|alrite|fine|great|perfect|good|cool|awesome|nice|excellent|wonderful|deal|true|amazing|lovely|super|done|please|brilliant|fantastic|gladly|noted|roger|bet|accurate|very_well|all_right|all_good|looks_good|fair_enough|it_does|it_is|we_do|they_do|we_are|we_have|i_have|he_does|she_does|id_love_to|i_would_love_to|id_like_that|would_love_to|love_to|happy_to",
  ],
  /** A no whatever follows it. */
  no: [
    "لالا|لاء|لئ|كلا|نو|لا_لا|ابد_لا|ابدا_لا|لا_ابد|لا_ابدا|لا_والله|اختلف|نختلف|ارفض|نرفض|مرفوض|رفض|مستحيل",
    "لا شكرا|مشكور*|يعطيك|تسلم|من_فضلك|ليس|ليست|مو|مب|موب|ما|طبعا|مستحيل|اريد|ارغب|نريد|نرغب|ابي|ابغى|ابغا|نبي|نبغى|اوافق|نوافق|اتفق|اقبل|نقبل|اعتقد|اظن|اتوقع|يناسبني|يناسبنا|يناسب|يصلح|يمكن|غير|غلط|خطا|قلت|اقصد|بل|انا|احنا|نحن|يا|هذا|هذي|هو|هي|بس|لكن|للاسف|عندنا|عندي|ماعندنا|ماعندي",
    "لا تفعل|تسوي|تسوون|تعمل|تكمل|تحجز|تحجزون|تثبت|تاكد|تعتمد",
    "مو|مب|موب|مهب|ماهو|ليس|ليست|غير|مش مناسب*|موافق*|صح|صحيح*|مضبوط*|دقيق*|كذا|كذلك|هذا|مقبول|سليم",
    "انها|انه|هذا|هذه|هي|هو|فانه|لانه|لكنه|كلامك|كلامكم|المعلومه|المعلومات مو|مب|موب|ليس|ليست|غير|مش .. صحيح*|صح|مضبوط*|دقيق*|سليم*|مناسب*|كذلك|كذا",
    "انها|انه|هذا|هي|هو ليس|ليست|مو|مب على ما يرام",
    "ليس|ليست على ما يرام",
    "لست|لسنا|ماني|مانيب|مانا موافق*|متفق*|متاكد_من_ذلك",
    "ما|لا اوافق|نوافق|اتفق|اعتقد|اظن|اتوقع|يناسبني|يناسبنا|يناسب|يصلح|ينفع|ينفعني|يمديني|يعجبني|عجبني",
    "nope|nah|naw|nay|negative|no_no|disagree|incorrect|nooo|noo|noway|never_ever",
    "i|we disagree|refuse|decline|object",
    "no way|thanks|thank_you|thank|thankyou|thx|sir|maam|not|never|i|im|ive|id|ill|its|it|that|thats|this|these|those|you|youre|we|were|my|our|he|she|they|there|dont|do_not|please|sorry|the|actually|but|absolutely|definitely|sadly|unfortunately|ma|bro|man|dear|can|is|isnt|wait|stop|cancel|dude|chance|because|cause",
    "not really|at_all|ok|okay|correct|right|true|good|exactly|quite|that|likely|a_chance|this|acceptable|accurate|by_any_means|in_the_least|happening",
    "its|thats|that_is|it_is|this_is|that|it|this|which_is not|isnt|aint|doesnt|wont|wasnt ok|okay|right|correct|true|good|fine|accurate|work|suit|acceptable|it|what|the_case|so",
    "i|we dont|do_not|cant|cannot think|believe|agree|like|accept|want_that|want_to|want_it|suppose",
    "dont|do_not like|agree|want|think|believe|accept|do",
    "i doubt it|that",
    "absolutely|definitely|certainly|of_course|surely not",
    "hell no",
    "i|id would? rather|prefer not",
    "id|i_would rather|prefer not",
    "i am|was not|afraid_not",
    "im afraid not",
    "thats|that_is|its|it_is|you_are|youre|this_is|all|thats_completely|thats_totally false|wrong|incorrect|untrue|a_lie|a_no|off",
    "not in_a_million_years|a_fan|gonna_happen|going_to_happen",
  ],
  /** A no only when nothing but politeness follows it. */
  "short-no": [
    "لا|لأ|لاا|مو|مب|موب|ابد|ابدا|غلط|خطا|مايصير|ما_يصير|ماينفع|ما_ينفع|ما_ابي|ما_ابغى|ما_ابغا|ما_نبي|ما_نبغى|ما_ودي|مابي|مابغى|مانبي|ماابي|ما_اريد|لا_يوجد|مافي|مافيه|ما_فيه|ما_في|ولا_شي|ما_عندي|ما_عندنا|ماعندي|ماعندنا|بدون|لسا_لا|للاسف_لا|للاسف|ما_اظن|ما_اعتقد|ليس_الان|مو_لازم|مب_لازم|موب_لازم|مو_ضروري|ما_يحتاج|مايحتاج|ليس_بعد|حاشا|لا_خلاص",
    "no|never|wrong|false|not|none|n|no_need|nop|nahh|not_necessary|i_dont|i_do_not|we_dont|i_wont|i_am_not|im_not|it_isnt|it_is_not|it_doesnt|i_havent|we_havent|dont|no_more|nothing|neither|nada|nyet",
  ],
  /** Begins like a yes or a no and is neither. */
  neither: [
    "لا بد|تنسي|تنسى|تنسون|تشيل|تشيلون|شك|زال|زلنا|زلت|سمح|اله|حول|عليك|عليه|سيما|تتاخر|تتاخرون|تخاف|تخافون|ادري|اعرف|اعلم|نعرف|نعلم|ندري|تحرمنا|يهمك|تهتم|هنت|شكر|اقل|اكثر|استطيع|يعمل|تعمل|يظهر|احد|يزال",
    "ما شاء|عليه|عليك|ادري|اعرف|ندري|نعرف|عندي_فكره|لحقت|اقدر",
    "اي وقت|يوم|موعد|شي|شيء|احد|واحد|مكان|ساعه|نظام|باقه|شركه|خدمه|نوع|اغاني|معلومات|اغنيه|.",
    "no idea|one|longer|later|matter|doubt|preference|budget|rush|hurry|limit|more|need|comment|specific|exact|other",
    "never mind|heard|used|tried|had|been|received|got",
    "not sure|interested|now|yet|today|only|currently|working|able|available",
    "wrong number|person|account|pin|card",
    "right now|after|away|before",
    "ماشي الحال",
    "الله? يعطيك العافيه",
    "خلاص بعدين|لاحقا",
    "طيب بعدين|لاحقا",
    "good morning|evening|afternoon|day|night|bye|luck|job|question|point|day",
    "great deal|question",
    "nice to|meeting",
    "do it .. yourself",
    "yes or no",
    "ok google",
    "well done",
    "ايه|اه ده|دا|دي|هو|هي",
    "ايه|اه هذا $",
    "صباح",
    "dont|do_not call|send|message|contact|text|email|stop|forget|know|have|need|worry|cancel|delete|let|bother|spam|tell",
    "do it you",
    "سم|ابشر ب",
    "حلو عني|عنا",
    "sure i .. not",
    "i do|would|am not|have|need|want|like|love|think|know|wish|appreciate|business|work",
    "i have|am|would .",
  ],
};

/** Words that may stand before or after a plain yes or no without changing it. */
export const ANSWER_WORDS: WordLists = {
  around: [
    ..."والله يا اخوي اخي اختي حبيبي عزيزي استاذ استاذه غالي الغالي طال عمرك يعني كذا جدا مره كثير لي لنا معي معنا عندي انا احنا نحن هو هي ذا هذا هذي كل شي الامر الله يعافيك يسعدك من فضلك لو سمحت رجاء شكرا مشكور تسلم بس ترا ترى الوقت الموعد الكلام كلامك عليه عليها بها فيه خلاص تمام طيب زين اوكي صح حلو ممتاز مناسب ابشر ان شاء باذن انسب احسن افضل اريح وضعه وضعها اموره امورنا علينا اتفقنا نعم ايه اكيد لا لالا ابد ابدا ما مو please pls thanks thank you sir maam dear bro man all then so too very much well i think guess sure ok okay yes yeah good great fine perfect right alright with that it is me us for to sounds works do no not nope never way really at hmm hm um uh oh ah ارجوك ولله والنعم فهمت واضح got understood absolutely definitely indeed my friend mate thats the man correct cool awesome bye قلت".split(
      " ",
    ),
  ],
};

/** What a lone sign says. */
export const SIGNS: Readonly<Record<"yes" | "no" | "thanks" | "warm" | "greeting", string>> = {
  yes: "👍👌✅✔☑🆗🤝💯🙆🫡",
  no: "👎❌🚫🙅✖⛔",
  thanks: "🙏🌹💐🌷",
  warm: "❤💚💙🧡💛💜🤍😍🥰😘♥🫶👏🎉",
  greeting: "👋",
};
