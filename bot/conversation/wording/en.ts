import type { EnglishWording } from "./keys.ts";

/** Plain, warm, brief. Only questions carry a question mark. */
export const en: EnglishWording = {
  "greet.salam": [
    "Wa alaikum assalam",
    "Wa alaikum assalam, welcome",
    "Wa alaikum assalam wa rahmatullah",
    "Wa alaikum assalam, good to hear from you",
  ],
  "greet.morning": ["Good morning", "Good morning, welcome", "Morning", "A very good morning"],
  "greet.evening": ["Good evening", "Good evening, welcome", "Evening", "A very good evening"],
  "greet.hello": ["Hi, welcome", "Hello", "Hello and welcome", "Hi there"],
  "greet.how": [
    "All well, thank you",
    "Doing well, thanks for asking",
    "Very well, thank you",
    "Well, thank you, and welcome",
  ],
  intro: [
    "I'm {company}'s automated assistant.",
    "This is the automated assistant at {company}.",
    "You're talking to {company}'s automated assistant.",
    "I'm the automated assistant of the {company} team.",
  ],
  resumed: [
    "The automated assistant here again; let's carry on from where we stopped.",
    "I'm back, the automated assistant, and we continue from what you agreed with my colleague.",
  ],

  "ask.need": [
    "What would you like to make easier at work?",
    "What is the main thing you are trying to solve?",
    "What takes up most of your time today?",
    "What brings you here, what would you like to improve?",
  ],
  "again.need": [
    "So that my answer is useful to you: what is the problem you face today?",
    "An example from your day would help me suggest the right thing, where does time get lost?",
    "Even in one line, what would you like to change?",
    "To point you to the right option: what are you missing most right now?",
  ],
  "ask.sector": [
    "What does your company do?",
    "Which industry are you in?",
    "What line of business are you in?",
    "Which field do you work in?",
  ],
  "again.sector": [
    "I ask so that I can give you an example close to yours: what kind of business is it?",
    "To suggest something that suits your field, what do you offer your customers?",
    "Each field needs its own set-up, so is it clinics, property, education or something else?",
    "So I don't suggest something far from your work: which field is it?",
  ],
  "ask.companySize": [
    "Roughly how many people work there?",
    "About how many employees do you have?",
    "How big is your team, roughly?",
    "How many people are you?",
  ],
  "again.companySize": [
    "A rough number is enough to pick the right plan: how many employees?",
    "So I don't suggest more than you need, how many people are in the team?",
    "Size matters for the suggestion, about how many are you?",
    "Just roughly, how many people would use it?",
  ],
  "ask.city": [
    "Which city are you in?",
    "Where are you based?",
    "Which city is your office in?",
    "In which city do you operate?",
  ],
  "again.city": [
    "I ask so that the right colleague can help you: which city are you in?",
    "To check that we serve your area, where are you based?",
    "Just to complete the picture, which city is it?",
    "The city helps us arrange things, where is your main office?",
  ],
  "ask.budget": [
    "So that I suggest the right plan, is there a rough budget in mind?",
    "If you don't mind sharing, roughly what have you set aside for this?",
    "So I don't suggest more than you need, what budget are you thinking of?",
    "Even a range helps: what budget is planned for this?",
  ],
  "again.budget": [
    "A rough figure without any commitment helps me choose for you, about how much?",
    "I only ask about the budget to choose between plans, what would you estimate?",
    "We can go on without it, but which range would be comfortable?",
    "It only guides my suggestion: what would be the upper limit, roughly?",
  ],
  "ask.authority": [
    "Who else should see it before you decide?",
    "Is anyone else involved in the decision?",
    "Who shares the decision with you?",
    "Would anyone else like to join before you decide?",
  ],
  "again.authority": [
    "I ask so that everyone gets what matters to them: who else looks at it before approval?",
    "So that nothing has to be explained twice, does anyone else approve it with you?",
    "To invite the right people, who else has a say?",
    "We would not want to leave anyone out, is someone else part of the choice?",
  ],
  "ask.timeline": [
    "When would you like it up and running?",
    "When would you like to start?",
    "When do you need it ready?",
    "What would be a good time for you to begin?",
  ],
  "again.timeline": [
    "Even a rough date helps us plan the set-up, when are you thinking of starting?",
    "So that the team is ready in time, is it this month or later?",
    "I ask so that we neither rush you nor keep you waiting: when suits you?",
    "It helps us plan, is it soon or in a few months?",
  ],
  "ask.company": [
    "What is your company's name?",
    "Which company shall I put it under?",
    "May I have the company name?",
    "Under which company name is the meeting?",
  ],
  "again.company": [
    "The company name helps my colleague prepare, what is it?",
    "So that the invitation is right, what is the company called?",
    "Only the company name is missing, what is it?",
    "So my colleague can read up before the meeting, which company is it?",
  ],
  "ask.name": [
    "What name shall I put the meeting under?",
    "May I have your name?",
    "Who do I have the pleasure of talking to?",
    "What is your name, please?",
  ],
  "again.name": [
    "So my colleague knows who they will meet, what is your name?",
    "Only your name is missing for the invitation, may I have it?",
    "The invitation goes out by name, whose shall it be?",
    "To address you properly, what is your name?",
  ],
  "ask.email": [
    "Which email shall we send the invitation to?",
    "What is the best email for the invitation?",
    "May I have an email for the meeting details?",
    "Where shall we send the invitation, which email?",
  ],
  "again.email": [
    "The invitation carries the meeting details and needs an email, which one suits you?",
    "So the details don't get lost, what is your email?",
    "One email is enough for the invitation, what is it?",
    "To put it in your calendar, which email shall we use?",
  ],
  thousands: [
    "Do you mean {amount} thousand?",
    "So {amount} thousand, right?",
    "Just to be sure, {amount} thousand?",
    "That is {amount} thousand, correct?",
  ],
  which: [
    'Earlier you said "{before}" and now "{now}", which one shall I go by?',
    'I have "{before}" and just now "{now}", which is right?',
    'To be sure: "{before}" or "{now}"?',
  ],

  "ack.plain": ["Got it.", "Clear.", "Understood.", "Noted.", "Right.", "Sure."],
  "ack.need": [
    "Got it, that is worth solving.",
    "Understood, thanks for explaining.",
    "That is clear, let's take it step by step.",
    "I see, let me find what suits you.",
  ],
  "ack.needQuoted": [
    'Got it: "{quote}".',
    'Noted, "{quote}".',
    'Understood, "{quote}" comes first.',
    'Clear: "{quote}".',
  ],
  "ack.needOffer": [
    "Got it, that is what {offer} is for: {summary}.",
    "Understood. What helps here is {offer}: {summary}.",
    "That is clear, and {offer} comes closest: {summary}.",
    "You came to the right place, we have {offer}: {summary}.",
  ],
  "ack.sector": ["{sector}, noted.", "Good, {sector}.", "I see, {sector}.", "Thanks, {sector} it is."],
  "ack.companySize": ["{size}, noted.", "Good, {size}.", "I see, {size}.", "Thanks, {size}."],
  "ack.city": ["{city}, good.", "I see, {city}.", "Thanks, {city}.", "Noted, {city}."],
  "ack.budget": [
    "{budget}, I'll keep that in mind.",
    "Thanks, I'll work with {budget}.",
    "Clear, {budget}, and I suggest accordingly.",
    "Noted, a budget of {budget}.",
  ],
  "ack.timeline": ['"{quote}", noted.', 'Good, "{quote}".', 'We plan for "{quote}".', 'Clear, "{quote}".'],
  "ack.decides": [
    "Good, the decision is yours and that keeps it simple.",
    "Clear, it is your call.",
    "Great, so we go on with you directly.",
    "Understood, you decide.",
  ],
  "ack.shared": [
    "Sure, they are welcome to join the meeting.",
    "Understood, we'll cover what matters to each of them.",
    "Good, let's have them with us from the start.",
    "Clear, we'll keep them in mind.",
  ],
  "ack.name": [
    "Nice to meet you, {name}.",
    "Welcome, {name}.",
    "Thank you, {name}.",
    "Good to have you here, {name}.",
  ],
  "ack.company": [
    "{company}, thank you.",
    "Thanks, {company}.",
    "Noted for {company}.",
    "Welcome to {company}'s team.",
  ],
  "ack.refused": [
    "No problem, we can go on without it.",
    "That is fine, we carry on without it.",
    "Fair enough, it does not hold us up.",
    "As you prefer.",
  ],
  "ack.unknown": [
    "That is fine, it can be settled later.",
    "No worries, it will become clear.",
    "Normal at this point.",
    "It does not have to be fixed now.",
  ],
  "ack.open": [
    "Great, so we choose what fits best.",
    "Good, then we look at what helps you most.",
    "That gives us room.",
    "Fine, we choose at your pace.",
  ],
  "ack.corrected": [
    "Changed to {value}.",
    "Thanks for the correction, {value}.",
    "Noted, it is {value} now.",
    "Right, I go by {value}.",
  ],
  welcome: ["You're welcome.", "Any time.", "My pleasure.", "Glad to help."],

  "price.lead": [
    "Sure, these are the prices:",
    "Our prices:",
    "Here are the prices:",
    "Happy to, the prices are:",
  ],
  "price.again": [
    "The prices once more:",
    "Nothing has changed, the prices are:",
    "Here they are again:",
    "Gladly, once more:",
  ],
  "price.vat": ["Prices exclude VAT.", "VAT is not included.", "All before VAT.", "These exclude VAT."],
  "price.unknown": [
    "The team sets that price by what you need; I'll check and come back to you.",
    "I have no approved price for that, I'll ask the team and come back to you.",
    "Let me confirm the price with the team and get back to you.",
  ],
  "answer.again": ["As I mentioned:", "To confirm:", "Just as before:", "As a reminder:"],
  "answer.identity": [
    "I'm an automated assistant of the {company} sales team, and I can pass you to a colleague at any time.",
    "Yes, I'm {company}'s automated assistant; if you prefer a person, I'll pass you on right away.",
    "To be open with you, I'm an automated assistant at {company}, and the team can talk to you whenever you like.",
    'I\'m an assistant program of {company}; write "agent" and a colleague answers you.',
  ],
  "answer.about": [
    "{company}: {about}.",
    "In short, {company}: {about}.",
    "What we do at {company}: {about}.",
  ],
  "answer.address": ["We are at {address}.", "Our office: {address}.", "You find us at {address}."],
  "answer.phone": ["Our number is {phone}.", "You can call us on {phone}.", "The company's number: {phone}."],
  "answer.email": ["Our email is {email}.", "You can write to {email}.", "The company's email: {email}."],
  "answer.website": ["Our website: {website}", "Everything is here: {website}", "Please see {website}"],
  "answer.hours": [
    "We work {days}, {from} to {to}.",
    "Our hours are {days}, {from} to {to}.",
    "The team is there {days} from {from} to {to}.",
  ],
  "answer.language": ["Sure, we continue in English.", "Of course, English it is."],
  "answer.team": [
    "Good question, let me confirm with the team and come back to you.",
    "I don't want to tell you something unconfirmed; I'll ask the team and get back to you.",
    "I'll check that with the team and reply to you.",
    "I've passed your question to the team, and you'll get the answer.",
  ],
  objection: [
    "Fair point, I'll get you a clear answer from the team.",
    "You are right to raise it, I've passed it to the team and they'll answer you.",
    "I understand, let me bring you an answer from the team on that.",
  ],

  "meeting.suggest": [
    "The best way is to show it on your own work in a short meeting of {minutes}.",
    "I have what I need, and the next step is a meeting of {minutes} with a colleague.",
    "I suggest a meeting of {minutes} where you see it in practice.",
    "So that you can judge for yourselves, let's set up a meeting of {minutes} with the team.",
  ],
  "meeting.sure": ["Sure.", "Gladly.", "With pleasure.", "Of course."],
  "times.three": [
    "These times are free, which suits you?\n{list}",
    "I have these times, which one is best?\n{list}",
    "Which of these works for you?\n{list}",
    "Here is what is open, which would you like?\n{list}",
  ],
  "times.one": [
    "This time is open, does it suit you?\n{list}",
    "There is one time free, would it work?\n{list}",
    "I have this one left, shall I keep it for you?\n{list}",
  ],
  "times.again": [
    "And about the meeting, which time suits you?\n{list}",
    "The times are still open, which one shall I take?\n{list}",
    "Back to the meeting, which do you prefer?\n{list}",
    "So that the slot is not lost, which one would you like?\n{list}",
  ],
  "times.others": [
    "No problem, here are others, which suits you?\n{list}",
    "Let's look at other times, which is closest?\n{list}",
    "These are open as well, which would you like?\n{list}",
    "Other options, which works better?\n{list}",
  ],
  "times.near": [
    "That time is not free, these are the nearest, which suits you?\n{list}",
    "That one is not available, how about the closest ones?\n{list}",
    "Nothing is open right then, which of the nearest works?\n{list}",
    "Sorry, that time is not available, which of these near it is best?\n{list}",
  ],
  "times.gone": [
    "Sorry, that time was taken a moment ago. Which of these suits you?\n{list}",
    "Apologies, someone was quicker. Which of these would you like?\n{list}",
    "That one just went, I'm sorry. Shall we take one of these?\n{list}",
  ],
  "times.which": [
    "Just to be sure, which one do you mean?\n{list}",
    "More than one fits, which shall I take?\n{list}",
    "Which of these exactly?\n{list}",
  ],
  "times.none": [
    "There is no free time in the calendar soon, so a colleague will contact you and find a time that suits you.",
    "The calendar is full at the moment; I've passed your request to a colleague who will arrange it with you.",
  ],
  "confirm.ask": [
    "I've put {when} aside for you. Shall I confirm it?",
    "So {when}, shall I book it?",
    "Good choice, {when}. Shall I confirm?",
    "Holding {when} for you. Is that right?",
  ],
  "confirm.again": [
    "And {when} is still on hold for you, shall I confirm it?",
    "Only your word on {when} is missing, shall I book it?",
    "Back to {when}, shall I confirm?",
    "We still have {when} to settle, is it fine?",
  ],
  booked: [
    "✅ Booked: {when}, {place}.",
    "✅ Your meeting is set: {when}, {place}.",
    "✅ Confirmed: {when}, {place}.",
    "✅ Done: {when}, {place}.",
  ],
  "booked.reminder": [
    "You'll get a reminder {before} before.",
    "The invitation is attached, and a reminder comes {before} before.",
    "I'll remind you {before} before.",
    "A reminder follows {before} before.",
  ],
  "booked.already": [
    "Your meeting is booked for {when}; tell me if you want to change it.",
    "You have a confirmed meeting on {when}, and we can move it any time.",
    "The meeting stands: {when}.",
  ],
  "booked.close": [
    "See you on {when}.",
    "Looking forward to {when}.",
    "All set, until {when}.",
    "Great, we meet on {when}.",
  ],
  hijri: ["That is {date}.", "In the Hijri calendar: {date}.", "Hijri date: {date}."],
  cancelled: [
    "Done, {when} is cancelled. Whenever another time suits you, I'm here.",
    "No problem, I cancelled {when}. We can find another time whenever you like.",
    "Cancelled: {when}. You're welcome any other time.",
  ],
  "cancelled.release": [
    "Fine, nothing is booked. We can find a time whenever it suits you.",
    "No problem, I let the time go. Whenever you want to pick it up again, I'm here.",
  ],
  "cancelled.nothing": [
    "You have no meeting booked with me at the moment.",
    "I see no meeting in your name, so there is nothing to cancel.",
  ],
  reschedule: [
    "Sure, let's move it.",
    "No problem, we change it to a time that suits you.",
    "Of course, let's find another time.",
  ],
  reminder: [
    "A reminder of our meeting on {when}, {place}. If something came up, tell me and we move it.",
    "Your meeting is on {when}, {place}. See you then.",
    "Coming up: {when}, {place}. Looking forward to it.",
  ],
  "hold.expired": [
    'The hold on {when} has run out. If it still suits you, answer "yes" and I\'ll see whether it is free.',
    'I had to release {when}. A "yes" from you and I\'ll try to book it.',
  ],

  "handover.asked": [
    "Sure, I'm passing you to a colleague now, with everything we discussed.",
    "Of course, a colleague takes over and has the whole conversation.",
    "Done, a colleague will continue with you and you won't have to repeat anything.",
    "Right away, someone from the team will carry on with you and has a summary.",
  ],
  "handover.complaint": [
    "I'm sorry about this. I've passed it to a colleague who will look after it personally.",
    "My apologies, this should not happen. A colleague takes it from here until it is solved.",
    "Sorry for the trouble. My colleague has all the details and will take care of it.",
  ],
  "handover.stuck": [
    "I'm sorry, I could not get that right. I've passed you to a colleague who can help better.",
    "So as not to keep you, a colleague will carry on and has everything we discussed.",
  ],
  "handover.waiting": [
    "Your message arrived, and my colleague will answer as soon as possible.",
    "Got it, I've added it for my colleague, who will reply to you.",
    "Received, the team knows and will answer you.",
  ],

  "proposal.drafted": [
    "Done, I've drafted the quotation; a colleague reviews it before it is sent to you.",
    "Your quotation is drafted and with a colleague for review, then it comes to you.",
    "The draft is ready, and you get it once the team has approved it.",
  ],
  "proposal.more": [
    "To make the quotation accurate, I need one thing first.",
    "Happy to prepare a quotation; there is one thing I need before that.",
    "I'll prepare it, only this is missing.",
  ],
  "proposal.exists": [
    "The quotation is with a colleague for review and comes to you once it is approved.",
    "The draft is ready and waits for the team's approval, then you get it.",
  ],
  "proposal.person": [
    "I've passed your request for a quotation to the team, and they will come back to you.",
    "Your request for a quotation is noted, and someone from the team will get back to you.",
  ],

  "optout.done": [
    "Done, we won't message you again. If you ever need us, you're welcome.",
    "All messages are stopped. You're welcome whenever you need us.",
  ],
  "erase.done": [
    "Your request is received: we delete your data and this conversation, and keep only what proves the request.",
    "Understood, your data is being deleted now; only the proof of your request remains.",
  ],
  "wrong.done": [
    "Sorry for the trouble, we won't message this number. Have a good day.",
    "Apologies, it seems we have the wrong number and won't contact it again.",
  ],
  "notInterested.done": [
    "No problem, thank you for your time. If you ever need us, you're welcome.",
    "Understood, all the best. The door is open whenever you like.",
    "Thanks for being straight with me. You're welcome any time.",
  ],
  "later.date": [
    "Sure, I'll check back on {date}. If you want to talk earlier, just write.",
    "Take your time, I'll be in touch on {date}. I'm here before that if you need me.",
    "Fine, we talk on {date}. Anything before that, I'm here.",
  ],
  "later.open": [
    "Take your time, I'm here whenever it suits you.",
    "At your pace; we carry on from here whenever you're free.",
    "No rush, write to me whenever you like.",
  ],
  notFit: [
    "To be fair to your time: what we do at {company} is {about}, and I don't think it fits you right now. If that changes or you want a colleague's view, write \"agent\".",
    'Honestly, our solution ({about}) may not serve you at the moment. For a second opinion from {company}, write "agent" and I pass you on.',
  ],
  goodbye: ["Take care.", "You're welcome any time.", "All the best.", "Have a good day."],

  "unclear.first": [
    "I did not quite get that.",
    "Sorry, I missed what you mean.",
    "That did not come through clearly for me.",
    "I'm not sure I understood.",
  ],
  "unclear.second": [
    'Still not clear to me; if you prefer a colleague, write "agent".',
    'Sorry, I could not work it out. The word "agent" takes you to a colleague.',
    'It may be me; for someone from the team, write "agent".',
  ],
  "unclear.open": [
    "Could you tell me a little more about what you need?",
    "How exactly can I help?",
    "What would you like me to help with?",
  ],
  "media.heard": [
    'I heard: "{words}". If I got it wrong, please put me right.',
    'What I heard is: "{words}". Do correct me if it was something else.',
  ],
  "media.voice": [
    'I got the voice note but cannot listen to it. Could you write it briefly? Or write "agent" and a colleague will hear it.',
    'Sorry, I cannot listen to voice notes. Would you write the main point? Or write "agent" for a colleague.',
  ],
  "media.file": [
    "I received the attachment and kept it for my colleague.",
    "Got the file, my colleague will look at it.",
    "The attachment arrived, I added it to your request.",
  ],
  "media.place": ["I received the location, thank you.", "Got the location, noted."],
  "media.contact": [
    "I received the contact and pass it to my colleague.",
    "Got the contact, noted for the team.",
  ],
  "media.other": [
    "I received something I cannot open here. Could you write it?",
    "That one did not open for me, would you put it in text?",
  ],

  "letter.dear": ["Dear {name},", "Dear {name}, good day,"],
  "letter.dearAll": ["Dear Sir or Madam,", "Dear Sir or Madam, good day,"],
  "letter.salamTo": ["Dear {name}, wa alaikum assalam,", "Dear {name}, wa alaikum assalam wa rahmatullah,"],
  "letter.salam": ["Dear Sir or Madam, wa alaikum assalam,", "Dear all, wa alaikum assalam,"],
  "letter.intro": [
    "Thank you for writing to {company}. I am the company's automated assistant, and your request is with me.",
    "Thank you for your message. I am the automated assistant of {company}, and I will gladly help.",
  ],
  "letter.thanks": [
    "Thank you for the details, I have noted all of them.",
    "Thank you for your clear answers, they are all noted.",
    "Many thanks, this gives us a clear picture.",
  ],
  "letter.questions": [
    "To advise you well, may we ask you to answer the following in one reply:",
    "A short answer to each of these helps us to suggest the right option:",
    "So that our suggestion fits, please let us know the following:",
  ],
  "letter.subject": ["Your request to {company}", "Your enquiry with {company}"],
  "unproven.confirm": [
    "For your protection, I cannot show or change anything agreed before on the strength of this message, since its sender could not be verified. Please confirm it from the address or the number we know you by; a colleague has been told as well.",
    "Because this message's sender could not be verified, what was agreed before stays as it is and is not shown here. Please write once more from your known address or number; a colleague is informed and will help.",
  ],
  "unproven.erase": [
    "Deleting data needs proof that the request is yours, and this message's sender could not be verified. Please confirm it from the address or the number we know you by, and it is done at once.",
    "To protect your data, a deletion is carried out only when the sender is verified. Please send the request once more from your known address or number.",
  ],
  "optin.done": [
    "Thank you, you will hear from us again. One word is enough to stop it at any time.",
    "You are subscribed again, thank you. You may stop it at any time with one word.",
  ],

  "followUp.first": [
    "Hello again, I wanted to check whether any question is left, or we carry on from where we stopped.",
    "Hi, I would not want your request to get lost. We continue whenever it suits you.",
    "Hope all is well; if the topic is still of interest, I'm here to carry on.",
  ],
  "followUp.next": [
    "Hi, a small reminder about your request. If it is not a good time, tell me when to come back.",
    "Hello, whenever it suits you we can set up a short meeting or I answer any question.",
  ],
  "followUp.last": [
    "I don't want to be a burden, so this is my last message. You're welcome whenever you need us.",
    "This is my last reminder about your request; the door stays open.",
  ],
  "followUp.later": [
    "Hello, I'm back as agreed. If it is a good time, let's carry on.",
    "Hi, this is the time we agreed to talk again. We continue whenever it suits you.",
  ],
};
