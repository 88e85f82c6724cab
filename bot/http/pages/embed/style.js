/** What both parts share. `all: initial` keeps out what the page's own rules would pass down to us. */
export const STYLE = `
:host { display: block !important; }
:host([hidden]) { display: none !important; }
.root {
  all: initial;
  display: block;
  box-sizing: border-box;
  --text: #17231f; --quiet: #52605a; --line: #7b8a83; --hair: #dfe5e1; --paper: #ffffff; --mist: #f3f6f4; --danger: #a5261f;
  font: 400 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans Arabic", "Geeza Pro", Tahoma, Arial, sans-serif;
  color: var(--text);
  text-align: start;
  -webkit-text-size-adjust: 100%;
  color-scheme: light;
}
.root[lang="ar"] { line-height: 1.75; }
*, *::before, *::after { box-sizing: border-box; }
h2, p, ol, ul, fieldset, legend { margin: 0; padding: 0; border: 0; font: inherit; }
ol, ul { list-style: none; }
button, input, textarea, select { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; }
button:disabled, button[aria-disabled="true"] { cursor: default; }
.root[dir="rtl"] [dir="auto"]:placeholder-shown { direction: rtl; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid #17231f; outline-offset: 2px; box-shadow: 0 0 0 2px #ffffff; }
.main { min-height: 48px; padding: 10px 24px; border: 0; border-radius: 12px; background: var(--ground); color: var(--ink-on-ground); font-weight: 600; }
.main[aria-disabled="true"] { background: var(--mist); color: var(--quiet); }
.icon { inline-size: 24px; block-size: 24px; display: block; flex: none; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
a { color: inherit; text-decoration: underline; text-underline-offset: 3px; }
@media (forced-colors: active) { .main { border: 1px solid ButtonText; } }
`;

export const FORM_STYLE = `
.form { container-type: inline-size; max-inline-size: 680px; background: var(--paper); border: 1px solid var(--hair); border-radius: 18px; padding: 24px; }
.form h2 { font-size: 22px; line-height: 1.4; font-weight: 700; }
.lead { color: var(--quiet); margin-block: 4px 18px; }
.grid { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
@container (min-width: 520px) { .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); } .wide { grid-column: 1 / -1; } }
label, legend { display: block; font-weight: 600; margin-block-end: 4px; }
legend { margin-block-end: 8px; }
.quiet { font-weight: 400; color: var(--quiet); }
input:not([type="checkbox"]), textarea, select { display: block; inline-size: 100%; min-height: 48px; padding: 10px 14px; border: 1px solid var(--line); border-radius: 12px; background: var(--paper); }
textarea { min-height: 112px; resize: vertical; }
.root[dir="rtl"] input[dir="ltr"] { text-align: right; }
[aria-invalid="true"]:not([type="checkbox"]) { border: 2px solid var(--danger) !important; }
.problem { color: var(--danger); font-size: 15px; margin-block-start: 4px; }
.tick { display: flex; align-items: flex-start; gap: 12px; min-height: 44px; padding-block: 8px; font-weight: 400; margin: 0; cursor: pointer; }
.tick input { inline-size: 24px; block-size: 24px; margin: 1px 0 0; flex: none; accent-color: var(--ground); }
.ways { display: flex; flex-wrap: wrap; column-gap: 28px; }
.foot { display: flex; flex-wrap: wrap; gap: 12px 18px; align-items: center; margin-block-start: 16px; }
.state { flex: 1 1 220px; min-block-size: 1.5em; }
.state.bad { color: var(--danger); }
.done { text-align: center; padding-block: 20px; }
.done h2 { margin-block: 10px 6px; }
.done .icon { inline-size: 56px; block-size: 56px; margin-inline: auto; padding: 12px; border-radius: 50%; background: var(--ground); color: var(--ink-on-ground); }
.done button { margin-block-start: 18px; min-height: 44px; padding: 8px 18px; border-radius: 12px; border: 1px solid var(--line); background: var(--paper); }
@media (max-width: 420px) { .form { padding: 18px 16px; } .main { inline-size: 100%; } .state { flex-basis: 100%; order: -1; } .state:empty { display: none; } }
`;

export const BUBBLE_STYLE = `
.launch { position: fixed; z-index: 2147483000; inset-block-end: calc(20px + env(safe-area-inset-bottom)); min-inline-size: 60px; min-height: 60px; border: 0; border-radius: 30px; padding: 0 20px; display: flex; align-items: center; gap: 10px; background: var(--ground); color: var(--ink-on-ground); font-weight: 600; box-shadow: 0 8px 26px rgb(0 0 0 / 24%); }
.end .launch, .end .panel { inset-inline-end: 20px; }
.start .launch, .start .panel { inset-inline-start: 20px; }
.count { position: absolute; inset-block-start: -6px; inset-inline-start: -4px; min-inline-size: 26px; block-size: 26px; line-height: 26px; padding-inline: 6px; border-radius: 13px; background: var(--danger); color: #fff; font-size: 14px; text-align: center; }
.panel { position: fixed; z-index: 2147483001; inset-block-end: calc(20px + env(safe-area-inset-bottom)); inline-size: 390px; block-size: min(640px, calc(100dvh - 40px)); display: flex; flex-direction: column; background: var(--paper); border-radius: 20px; overflow: hidden; box-shadow: 0 18px 60px rgb(0 0 0 / 28%); border: 1px solid var(--hair); }
.bar { display: flex; align-items: center; gap: 12px; padding: 10px 16px; background: var(--ground); color: var(--ink-on-ground); }
.bar div { flex: 1; min-inline-size: 0; }
.bar h2 { font-size: 17px; line-height: 1.4; font-weight: 700; overflow-wrap: anywhere; }
.bar p { font-size: 14px; line-height: 1.4; }
.bar button { inline-size: 44px; block-size: 44px; display: grid; place-items: center; border: 0; border-radius: 50%; background: transparent; color: inherit; }
.bar button:focus-visible { outline-color: currentColor; box-shadow: none; outline-offset: -2px; }
.log { flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px; background: var(--mist); }
.log ol { display: flex; flex-direction: column; gap: 10px; }
li { display: flex; flex-direction: column; max-inline-size: 86%; align-self: flex-start; align-items: flex-start; }
li.in { align-self: flex-end; align-items: flex-end; }
.words { padding: 10px 14px; border-radius: 16px; border-end-start-radius: 4px; background: var(--paper); border: 1px solid var(--hair); }
.in .words { border-radius: 16px; border-end-end-radius: 4px; background: var(--ground); color: var(--ink-on-ground); border-color: transparent; }
.words p { white-space: pre-wrap; overflow-wrap: anywhere; text-align: start; }
small { font-size: 13px; color: var(--quiet); margin: 2px 4px 0; }
.retry { min-height: 44px; padding: 6px 14px; margin-block-start: 4px; border: 1px solid var(--danger); border-radius: 12px; background: var(--paper); color: var(--danger); text-align: start; }
.choices { display: flex; flex-direction: column; align-items: stretch; gap: 8px; margin-block-start: 8px; inline-size: 100%; }
.choices button, .starters button { min-height: 44px; padding: 8px 16px; border: 1px solid var(--line); border-radius: 22px; background: var(--paper); text-align: start; }
.choices button:disabled { color: var(--quiet); border-color: var(--hair); }
.starters { display: flex; flex-wrap: wrap; gap: 8px; padding: 0 16px 12px; background: var(--mist); }
.writing .words { display: flex; gap: 5px; padding: 16px 14px; }
.writing i { inline-size: 8px; block-size: 8px; border-radius: 50%; background: var(--line); animation: beat 1.2s infinite; }
.writing i:nth-child(2) { animation-delay: 0.15s; } .writing i:nth-child(3) { animation-delay: 0.3s; }
@keyframes beat { 40% { opacity: 0.25; transform: translateY(-3px); } }
.writer { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px; border-block-start: 1px solid var(--hair); background: var(--paper); }
.writer textarea { flex: 1; min-inline-size: 0; min-height: 46px; max-block-size: 130px; padding: 10px 14px; border: 1px solid var(--line); border-radius: 22px; resize: none; background: var(--paper); field-sizing: content; }
.send { inline-size: 46px; block-size: 46px; flex: none; border: 0; border-radius: 50%; display: grid; place-items: center; background: var(--ground); color: var(--ink-on-ground); }
.root[dir="rtl"] .send .icon { transform: scaleX(-1); }
.note { padding: 0 16px 10px; font-size: 13px; line-height: 1.5; color: var(--quiet); background: var(--paper); text-align: center; }
@media (prefers-reduced-motion: no-preference) { .panel { animation: rise 0.18s ease-out; } @keyframes rise { from { opacity: 0; transform: translateY(12px); } } }
@media (prefers-reduced-motion: reduce) { .writing i { animation: none; } }
@media (max-width: 480px) { .launch { inline-size: 60px; padding: 0 18px; } .launch .label { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; } }
@media (max-width: 480px) { .end .panel, .start .panel { inset: 0; inline-size: auto; block-size: 100dvh; border-radius: 0; border: 0; } }
@media (max-height: 420px) { .note, .starters { display: none; } }
`;
