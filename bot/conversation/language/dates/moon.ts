/** Days and part days counted from 1 January 1970 in universal time. */
type Instant = number;

const EPOCH_2000 = 10_957.5;

/** The larger periodic terms of the moon's longitude: degrees, then multiples of D, M, M' and F. */
const MOON_TERMS: readonly (readonly [number, number, number, number, number])[] = [
  [6.2888, 0, 0, 1, 0],
  [1.274, 2, 0, -1, 0],
  [0.6583, 2, 0, 0, 0],
  [0.2136, 0, 0, 2, 0],
  [-0.1851, 0, 1, 0, 0],
  [-0.1143, 0, 0, 0, 2],
  [0.0588, 2, 0, -2, 0],
  [0.0571, 2, -1, -1, 0],
  [0.0533, 2, 0, 1, 0],
  [0.0458, 2, -1, 0, 0],
  [-0.0409, 0, 1, -1, 0],
  [-0.0347, 1, 0, 0, 0],
  [-0.0304, 0, 1, 1, 0],
];

function centuries(at: Instant): number {
  return (at - EPOCH_2000) / 36_525;
}

function turn(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}

/** The sun's longitude in degrees, to a hundredth. */
function sunAt(at: Instant): number {
  const time = centuries(at);
  const anomaly = 357.52911 + 35_999.05029 * time;
  return turn(280.46646 + 36_000.76983 * time + 1.9146 * sine(anomaly) + 0.02 * sine(2 * anomaly));
}

/** The sun's longitude against the stars, in degrees, as Indian almanacs count it. */
export function starSunAt(at: Instant): number {
  return turn(sunAt(at) - 23.853 - 1.3969 * centuries(at));
}

function moonAt(at: Instant): number {
  const time = centuries(at);
  const elongation = 297.8502 + 445_267.1115 * time;
  const sunAnomaly = 357.5291 + 35_999.0503 * time;
  const moonAnomaly = 134.9634 + 477_198.8676 * time;
  const node = 93.2721 + 483_202.0175 * time;
  const periodic = MOON_TERMS.map(
    ([size, d, m, a, f]) => size * sine(d * elongation + m * sunAnomaly + a * moonAnomaly + f * node),
  );
  return turn(periodic.reduce((sum, term) => sum + term, 218.3165 + 481_267.8813 * time));
}

/** How far the moon has run ahead of the sun: 0 at new moon, 180 at full moon. */
export function phaseAt(at: Instant): number {
  return turn(moonAt(at) - sunAt(at));
}

const DEGREES_A_DAY = 12.1907;

/** The first new moon at or after an instant, to some minutes. */
export function newMoonAfter(at: Instant): Instant {
  let moment = at + (360 - phaseAt(at)) / DEGREES_A_DAY;
  for (let step = 0; step < 4; step++) {
    const phase = phaseAt(moment);
    moment -= (phase > 180 ? phase - 360 : phase) / DEGREES_A_DAY;
  }
  return moment;
}
