import type { Act, FactSubject } from "../understanding.ts";

/*
 * Words that must stand in a quote before a model's reading of it is believed, in plain spelling. A model may see an
 * act where the rules' phrases do not, but never without a word of that act.
 */

/** The acts a model may add, each only on words like these. All others are the rules' alone. */
export const ACT_SIGNS: Readonly<Partial<Record<Act, RegExp>>> = {
  question:
    /[?؟]|(?:^|\s)(?:وش|ايش|شنو|كم|كيف|شلون|هل|متي|وين|فين|اين|ليش|ليه|لماذا|مين|من هو|ما هو|ما هي|اذا|يصير|يمديكم|تقدرون|ممكن|عندكم|فيه|في عندكم|what|how|when|where|who|why|which|does|do|can|could|is|are|will|would|if|whether|wondering|tell me)(?:\s|$)/u,
  "ask-price":
    /سعر|اسعار|تكلف|كلف|بكم|بكام|رسوم|اشتراك|قيمه|تسعير|price|pricing|cost|charge|fee|rate|how much|how expensive|quot/u,
  "ask-identity": /انت|انتم|مين|روبوت|بوت|الي|انسان|بشر|who|bot|robot|human|machine|\bai\b/u,
  "ask-meeting":
    /موعد|اجتماع|لقاء|نلتقي|نتقابل|اقابل|نجتمع|زياره|نزوركم|تزورون|مكالمه|نتكلم|اتصال|عرض حي|ديمو|نشوف النظام|meet|call|demo|visit|appointment|sit down|walk me through|show me|talk/u,
  "ask-human":
    /(?:^|\s)(?:احد|حد|شخص|موظف|مسوول|مدير|انسان|زميل|مندوب|بشر|بشري|مستشار|مختص)\S*(?:\s|$)|human|person|someone|somebody|manager|boss|supervisor|agent|representative|colleague|real people/u,
  complaint:
    /شكوي|اشتكي|زعلان|مستاء|سيي|سيء|اسوا|زفت|تاخر|تاخير|محد رد|ما ردي|ما رد|مضيع|مهزله|استهتار|complain|terrible|worst|awful|unacceptable|angry|frustrat|ignored|nobody answer|disappoint|rude/u,
  later:
    /بعدين|لاحق|بعد|الشهر|السنه|الربع|رمضان|العيد|مو الحين|مو الان|مشغول|later|next|not now|busy|after|another time|month|year|quarter/u,
  "not-interested":
    /ما نحتاج|مو محتاج|غير مهتم|مو مهتم|ما يهمن|صرفنا النظر|عندنا نظام|اكتفينا|لا نرغب|ما نبي|ما ابي|not interested|no need|don t need|do not need|dont need|not for us|already have|no thanks|pass on/u,
};

/** What a quote must name before a model may say which subject a number or a refusal is about. */
export const SUBJECT_SIGNS: Readonly<Partial<Record<FactSubject, RegExp>>> = {
  budget:
    /ميزاني|ريال|الف|مليون|ندفع|ادفع|نصرف|نخصص|مخصص|سعر|مبلغ|budget|sar|riyal|spend|pay|afford|\d ?k\b|thousand|million/u,
  companySize: /موظف|شخص|عامل|فريق|عددنا|كادر|نفر|staff|people|employee|team|headcount|of us/u,
  timeline:
    /شهر|اسبوع|يوم|سنه|ربع|رمضان|عيد|قبل|بعد|نبدا|عاجل|مستعجل|الحين|فور|month|week|day|year|quarter|asap|urgent|start|before|after|by |soon/u,
  authority: /قرار|اقرر|نقرر|مدير|مالك|صاحب|شريك|اداره|موافق|decid|decision|approv|owner|boss|partner|sign/u,
};

/** Words of declining, without which a refusal or an "I don't know" is not believed. */
export const DECLINES =
  /(?:^|\s)(?:لا|ما|مو|مب|لسا|لسه|بدون|غير|سر|سري|سريه|خاص|خاصه|معليش|اعذر\S*|افضل|نفضل|بعدين|no|not|cannot|cant|can t|don t|dont|rather|prefer|private|confidential|secret|unsure|yet|later|skip|depends|open|any|مفتوح\S*|اي)(?:\s|$)/u;

/** Somebody speaks of their own company: without it a model's sector or city is not believed unless it was asked. */
export const SELF =
  /(?:^|\s)(?:و?عندي|و?عندنا|لدينا|لدي|نحن|احنا|حنا|انا|شركه|شركت\S+|موسس\S+|مكتب\S*|محل\S*|متجر\S*|مصنع\S*|مشغل\S*|معمل\S*|ورش\S+|عياد\S+|مركز\S*|معهد\S*|نشاط\S*|مجال\S*|قطاع\S*|نشتغل|شغلنا|نعمل|نبيع|ندير|نقدم|فرع\S*|مقر\S*|ساكن\S*|we|we re|our|us|i|i m|my|company|business|shop|factory|office|based|branch\S*)(?:\s|$)/u;

/** Words to the machine, not to the company: nothing that stands in them is a fact about anybody. */
export const TO_THE_MACHINE =
  /(?:تجاهل|انس|انسي|اهمل).{0,30}(?:تعليمات|اوامر|قواعد|سابق|كل)|تعليماتك|برومبت|(?:^|\s)(?:النظام|system|assistant|developer|admin|root|sudo)\s*[:>\]]|(?:ignore|disregard|forget|override|bypass).{0,40}(?:instruction|rule|prompt|previous|above|guard|polic)|system prompt|jailbreak|developer mode|\bdan\b|act as|pretend|you are now|new instructions|"(?:facts|acts|answers|pains|about|role|content)"\s*:|<\/?\w+>|\[\/?inst\]|```/u;
