import type { Language } from "../message.ts";

/** Everyday words of courtesy and of joining sentences, in plain spelling: they claim nothing by themselves. */
export const PLAIN_WORDS: Readonly<Record<Language, string>> = {
  ar: `من في علي الي عن مع او و ثم بس لكن عشان علشان لان حتي كي اذا لو ان انه انها هذا هذي هذه ذلك اللي الذي التي ما لا مو غير
    كل بعض شي شيء اكثر اقل اهم اول جدا مره كثير شوي تقريبا حوالي طيب تمام واضح حلو جميل ممتاز زين اوكي ايه اي يعني كذا بعد قبل عند
    عندكم لديكم معكم لكم فيكم عليكم منكم بينكم انتم حنا احنا نحن انا فهمت سمعت وصلت لاحظت مفهوم اتضح اتضحت الصوره الفكره النقطه نقطه امر
    شغلكم عملكم يومكم وقتكم وقت الوقت ياخذ تاخذ يضيع تضيع يتعب متعب صعب صعبه سهل اسهل يصير تصير صار يكون تكون كان كانت بالضبط تحديدا
    الله يعطيكم العافيه يعافيكم شكرا علي راسي ولا يهمكم يهمكم يهمنا حياكم سوالي سوال اسال نسال اعرف نعرف ودي ابي حاب احب بس نفهم افهم
    طبيعي معقول منطقي حق حقكم كلامكم توضيحكم التوضيح مشكلتكم مشكله المشكله تحدي التحدي اكيد باختصار ممكن تقولون تخبرون تعطوني
    وش ايش كم متي وين مين كيف هل ليش اي ما هو هي هم كله كلها كلهم حاطين باي نبدا تبدون ولو وكم ومتي ومين ووش بخصوص بالنسبه ناحيه جهه طرف مسؤول يدوي يدويا باليوم يومي يوميا`,
  en: `a an the this that these those it its is are was were be been being am i we you your yours our us my me they them their he she
    of to in on at by for from with without about as and or but so if then than too very really quite some any all more most less
    there here what how when where who why which not no yes okay ok alright well now just still also even much many lot bit
    i'm that's it's you're we're don't i see got hear heard sounds sound like understand understood clear noted makes sense right
    thanks thank appreciate sharing share explaining telling tell mention mentioning mentioned said say saying point fair
    takes take took costs time times day days busy hard tough easy easier work works thing things way
    could would may might can do does did have has had know ask asking wonder curious mind let me help helps roughly around
    manual manually tedious frustrating annoying common happens often lot spend spends spending calling stop quickly briefly simply main big small`,
};

/** Words that promise, grant, refuse or report something: never in other words than ours. */
export const COMMITTING: Readonly<Record<Language, RegExp>> = {
  ar: /(?:^|[^\p{L}])[وفبل]?(?:ال)?(?:ضمان\p{L}*|نضمن\p{L}*|اضمن\p{L}*|مضمون\p{L}*|خصم\p{L}*|تخفيض\p{L}*|عرض خاص|مجان\p{L}*|هديه|هدايا|ببلاش|استرداد\p{L}*|نسترد\p{L}*|نرجع لكم|تعويض\p{L}*|نعوض\p{L}*|نلتزم|التزام\p{L}*|نوعد\p{L}*|اوعد\p{L}*|وعد|ندعم|يدعم|متوفر\p{L}*|نوفر|يوفر|يشمل|تشمل|تم|انتهينا|خلصنا|حجز(?:ت|نا)|اكدت|اكدنا|الغي(?:ت|نا)|ارسل(?:ت|نا)|حول(?:ت|نا)|نعم|ايه|اكيد|طبعا|بالتاكيد|ارخص|افضل سعر|اقل سعر|فورا|خلال|حاله حال|رمز|كلمه السر|كلمه المرور|تعليمات\p{L}*)(?![\p{L}])/u,
  en: /\b(?:guarant\w+|promis\w+|discount\w*|free|gift\w*|refund\w*|reimburs\w+|compensat\w+|warrant\w+|special offer|cheap\w*|lowest|best price|includ\w+|support(?:s|ed)?|available|integrat\w+|booked|confirm\w*|cancel\w*|reserv\w+|sent|scheduled|done|approved|certified|always|never|yes|sure|certainly|definitely|absolutely|of course|immediately|within|password|secret|instruction\w*|prompt|system)\b/u,
};
