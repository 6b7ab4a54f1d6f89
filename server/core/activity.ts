/** Distinguishes the activity of a user from what clients do automatically, for idle times. */
import type {RequestFrame} from '../../protocol/frames.ts';
import type {RequestType} from '../../protocol/index.ts';
import type {Asker} from '../chat/rule.ts';

/** Requests that clients send by themselves; going away after a while is another. */
const AUTOMATIC: ReadonlySet<RequestType> = new Set([
	'ping',
	'mark',
	'history',
	'findPeople',
	'hello',
	'identityNonce',
	'registerIdentity',
	'offerAddresses',
	'renewRelay',
]);

/** Tells whether the user is active who asks this, and not a script, or the client by itself. */
export function isActivity({session}: Asker, frame: RequestFrame): boolean {
	if (!session || session.as === 'script' || AUTOMATIC.has(frame.type)) return false;
	return frame.type !== 'setPresence' || frame.presence !== 'away';
}
