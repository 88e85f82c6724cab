// What `npm start` runs: brings what is missing, then runs Majlis by Node 26. Not two commands in one script, because the
// shell remembers where it found `node` before Node 26 was installed, and the first start would run by the old one.
import "./prepare.mjs";
import "./run.mjs";
