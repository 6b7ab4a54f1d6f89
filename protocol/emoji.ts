/** Tells what is an emoji. */
import {MAX_EMOJI_LENGTH} from './bounds.ts';

/** Pictographs, flags and keycaps with what joins them; not a word, nor a digit alone. The newest emoji are unknown to older tables. */
export const EMOJI =
	/^(?=.*[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3])[\p{Emoji}\p{Emoji_Component}\p{Extended_Pictographic}\u200d\ufe0f\u20e3]+$/u;

export function isEmoji(text: string): boolean {
	return text.length <= MAX_EMOJI_LENGTH && EMOJI.test(text);
}
