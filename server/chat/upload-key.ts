/** Names an upload that waits for its message, by its user and its content. */
import type {UserName} from '../../protocol/names.ts';

export function uploadKey(user: UserName, sha256: string): string {
	return `${user} ${sha256}`;
}
