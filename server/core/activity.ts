/** What counts as a person doing something; who does nothing for long is idle. */
import type {RequestFrame} from '../../protocol/frames.ts';
import type {RequestType} from '../../protocol/index.ts';
import type {ChatEvent} from '../chat/event.ts';
import type {Asker} from '../chat/rule.ts';

/** What a client asks without its person doing anything; going away after a while is another. */
const BY_ITSELF: ReadonlySet<RequestType> = new Set(['ping', 'mark', 'history', 'hello']);

/** The event that goes before those of the request; none for what clients do by themselves, and scripts. */
export function activity({session, connection}: Asker, frame: RequestFrame, uptime: number): ChatEvent[] {
	const byItself = BY_ITSELF.has(frame.type) || (frame.type === 'setPresence' && frame.presence === 'away');
	return !session || session.as === 'script' || byItself ? [] : [{type: 'active', connection, uptime}];
}
