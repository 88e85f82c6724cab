import { CalculationMethod, Coordinates, PrayerTimes } from "adhan";
import { riyadhMinutes } from "./riyadh.ts";
import { isRamadan } from "./saudi-days.ts";

export interface DayPrayers {
  readonly fajr: number;
  readonly dhuhr: number;
  readonly asr: number;
  readonly maghrib: number;
  readonly isha: number;
}

/**
 * When the five calls are made on that date, in minutes since midnight by a Riyadh clock (Umm al-Qura rules).
 * `city` is an English name as in the list of cities; an unknown one or null counts as Riyadh.
 */
export function prayersOn(date: string, city: string | null): DayPrayers {
  const [latitude, longitude] = COORDINATES.get(city ?? "Riyadh") ?? RIYADH;
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  // adhan reads the local parts of the date it is given, so they are set locally whatever the machine's zone.
  const times = new PrayerTimes(
    new Coordinates(latitude, longitude),
    new Date(year, month - 1, day),
    CalculationMethod.UmmAlQura(),
  );
  const isha = riyadhMinutes(times.isha.getTime());
  return {
    fajr: riyadhMinutes(times.fajr.getTime()),
    dhuhr: riyadhMinutes(times.dhuhr.getTime()),
    asr: riyadhMinutes(times.asr.getTime()),
    maghrib: riyadhMinutes(times.maghrib.getTime()),
    // Umm al-Qura: 90 minutes after maghrib, two hours in Ramadan, which the package does not know.
    isha: isRamadan(date) ? isha + 30 : isha,
  };
}

type Place = readonly [latitude: number, longitude: number];

const RIYADH: Place = [24.7136, 46.6753];

const COORDINATES: ReadonlyMap<string, Place> = new Map<string, Place>([
  ["Riyadh", RIYADH],
  ["Jeddah", [21.4858, 39.1925]],
  ["Makkah", [21.4225, 39.8262]],
  ["Madinah", [24.4686, 39.6142]],
  ["Dammam", [26.4207, 50.0888]],
  ["Khobar", [26.2172, 50.1971]],
  ["Dhahran", [26.2361, 50.0393]],
  ["Jubail", [27.0174, 49.6225]],
  ["Al-Ahsa", [25.3833, 49.5867]],
  ["Qatif", [26.5652, 50.0089]],
  ["Hafar Al-Batin", [28.4328, 45.9708]],
  ["Khafji", [28.4391, 48.4913]],
  ["Ras Tanura", [26.7072, 50.0614]],
  ["Abqaiq", [25.9343, 49.6688]],
  ["Ras Al-Khair", [27.5467, 49.1912]],
  ["Taif", [21.2703, 40.4158]],
  ["Rabigh", [22.7986, 39.0349]],
  ["Al Qunfudhah", [19.1264, 41.0789]],
  ["KAEC", [22.3907, 39.1308]],
  ["Thuwal", [22.2834, 39.1127]],
  ["Yanbu", [24.0895, 38.0618]],
  ["AlUla", [26.6085, 37.9232]],
  ["Badr", [23.7829, 38.7906]],
  ["Buraydah", [26.326, 43.975]],
  ["Unaizah", [26.0844, 43.9935]],
  ["Ar Rass", [25.8694, 43.4973]],
  ["Hail", [27.5114, 41.7208]],
  ["Tabuk", [28.3835, 36.5662]],
  ["NEOM", [28.0, 35.2]],
  ["Duba", [27.3513, 35.6901]],
  ["Umluj", [25.0213, 37.2685]],
  ["Sakaka", [29.9697, 40.2064]],
  ["Qurayyat", [31.3318, 37.3428]],
  ["Dumat Al-Jandal", [29.8153, 39.8664]],
  ["Arar", [30.9753, 41.0381]],
  ["Rafha", [29.6202, 43.4945]],
  ["Turaif", [31.6725, 38.6637]],
  ["Abha", [18.2164, 42.5053]],
  ["Khamis Mushait", [18.3, 42.7333]],
  ["Bisha", [20.0, 42.6]],
  ["Muhayil", [18.5477, 42.0535]],
  ["Jazan", [16.8892, 42.5511]],
  ["Sabya", [17.1495, 42.6254]],
  ["Najran", [17.5656, 44.2289]],
  ["Sharurah", [17.485, 47.1167]],
  ["Al-Baha", [20.0129, 41.4677]],
  ["Al-Kharj", [24.1554, 47.3346]],
  ["Diriyah", [24.7482, 46.5752]],
  ["Al Majmaah", [25.9, 45.35]],
  ["Zulfi", [26.2994, 44.815]],
  ["Dawadmi", [24.5077, 44.3924]],
  ["Wadi Ad-Dawasir", [20.4438, 44.7897]],
  ["Quwayiyah", [24.0479, 45.2806]],
]);
