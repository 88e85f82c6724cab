import type { Phrase } from "../patterns.ts";

/** Openings that make a clause a question even without a question mark. */
export const QUESTION_PHRASES: readonly Phrase[] = [
  "^ هل|وش|ايش|شو|شنو|كيف|متى|وين|فين|ليش|ليه|لماذا|اين|ماذا|مين|كم|وشو|شلون|اشلون|ايهم",
  "^ هل|وش|ايش|شو|متى|كيف|كم .",
  "حبيت|حاب|ودي|ابي|ابغى|ممكن اسال|استفسر|اعرف|اسالكم|استفسار",
  "^ ما هو|هي|الفرق|معنى|المقصود|نوع|مميزات|طريقه",
  "^ عندكم|يوجد|فيه|تقدمون|توفرون|تدعمون|يدعم|تشتغلون|يشتغل|يربط|يتكامل|لديكم|تقدرون|يقدر|يمكن .",
  "ممكن|ابي|ابغى|حاب|حبيت|اود|ودي اعرف|استفسر|اسال|افهم",
  "عندي|لدي سوال|استفسار|سؤال",
  "^ what|how|when|where|why|which|who|whats|hows|whens|wheres",
  "^ do|does|did|can|could|is|are|will|would you|it|your|the|there|i|we|this|that",
  "^ ومع|والا|ولا . $",
  "^ ومع . . $",
  "كيف|وين|متى|ليش|كم $",
  "من كم الى|لين|ل كم",
  "كم مدته|مدتها|مده|ياخذ|تاخذ|ياخذون",
  "have|got a question",
  "i was wondering",
  "tell me about|more|how",
  "want|like to know|ask",
];

/** Look like questions and are not: "متى ما تبون", "what a pity". */
export const NO_QUESTION: readonly Phrase[] = [
  "^ متى ما",
  "^ كيف ما",
  "^ وين ما",
  "^ كم واحد",
  "^ what a|an",
  "^ whatever|whenever|however",
  "^ when we|i|you|they .. ,",
  "^ which is",
  "^ who knows",
];
