/** What a phrase is read for. `sentAt`: when the message was sent; `land`: Land for working days (ISO 3166-2 part, default NI). */
export type WhenOptions = {
  sentAt: Date
  timeZone: string
  /** deadline: `bis …` (KW is its Friday); start: meetings (KW is its Monday); past: records something that was. */
  use: 'deadline' | 'start' | 'past'
  land?: string
}

/** A point in time: `at` is the instant (a day alone: its start), `day` and `time` are local, `time` only when one was given. */
export type Resolved = { at: Date; day: string; time?: string; endTime?: string; allDay?: boolean }

/** Why a phrase is no usable date; the wording is made by the templates. */
export type WhenProblem =
  | { kind: 'not-understood'; phrase: string }
  /** `nextYear` is what to type for the same day of next year, such as `12.3.2027`. */
  | { kind: 'past'; phrase: string; day: string; time?: string; nextYear?: string }
  /** 31.2., KW 54 of a year without one. */
  | { kind: 'no-such-day'; phrase: string }
  /** Weekday and date disagree; `day` is the date that was given. */
  | { kind: 'wrong-weekday'; phrase: string; day: string }
  /** A local time left out when clocks go forward; `next` is the first one after the gap, such as 03:00. */
  | { kind: 'no-such-time'; phrase: string; day: string; next: string }
  | { kind: 'ambiguous'; phrase: string; choices: string[] }
  /** More than 50 years away. */
  | { kind: 'too-far'; phrase: string }

/** What reading a phrase as a point in time gives. */
export type WhenResult = { ok: true; value: Resolved } | { ok: false; problem: WhenProblem }

/** RFC 5545 RRULE value without its name, such as FREQ=MONTHLY;BYDAY=1MO. */
export type Recurrence = { rule: string }

/** What taking a date out of free text gives: the text without it, or why it cannot be taken. */
export type Taken = { text: string; when?: Resolved } | { problem: WhenProblem }

/** What taking date, length and recurrence out of a meeting's text gives; what remains is title and place. */
export type TakenStart =
  | { text: string; start?: Resolved; minutes?: number; recurrence?: Recurrence }
  | { problem: WhenProblem }

/** What reading a recurrence gives; `first` is its first date. */
export type RecurrenceResult =
  | { ok: true; value: Recurrence & { first: Resolved } }
  | { ok: false; problem: WhenProblem }
