/** Writes a count with its noun. */
import {safeText, type SafeText} from './text.ts';

/** Writes `1 message` or `2 messages`; `1 person` or `2 people` where the plural is given. */
export function counted(count: number, one: string, more = `${one}s`): SafeText {
	return safeText`${count} ${count === 1 ? one : more}`;
}
