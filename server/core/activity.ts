/** Distinguishes the activity of a user from what clients do automatically, for idle times. */
import type {RequestFrame} from '../../protocol/frames.ts';
import type {RequestType} from '../../protocol/index.ts';
import type {ChatEvent} from '../chat/event.ts';
import type {Asker} from '../chat/rule.ts';

/** Requests that clients send by themselves; going away after a while is another. */
const AUTOMATIC: ReadonlySet<RequestType> = new Set([
	'ping',
	'mark',
	'history',
	'hello',
	'identityNonce',
	'registerIdentity',
	'offerAddresses',
	'renewRelay',
]);

/** @returns the event of an active user, which goes before those of the request; none for scripts and automatic requests */
export function activity({session, connection}: Asker, frame: RequestFrame, uptime: number): ChatEvent[] {
	const byItself = AUTOMATIC.has(frame.type) || (frame.type === 'setPresence' && frame.presence === 'away');
	return !session || session.as === 'script' || byItself ? [] : [{type: 'active', connection, uptime}];
}
