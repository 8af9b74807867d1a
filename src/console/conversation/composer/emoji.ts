/** The emoji that service teams use most. All have been in Unicode since 2015, so every phone shows them. */
export const EMOJI: readonly string[] = Array.from(
  '😀😁😂😊😍😘😉😎🤔😅😢😭😡😱😴🤗😇🙂😋😌😳😏😔😷👍👎👌👏🙏💪👋✌🤝👉✨🎉🎁🌹🌸☕🍵🍰🍎🚚📦📷📞📍💰🔥⭐💯✅❌⏰📅💡❓❗',
).concat('❤️', '☀️', '✈️', '⚠️');
export const EMOJI_COLUMNS = 8;
