/** What leaves the server for one decision, once all that was decided before it is durable. */
import type {Refusal} from '../../protocol/refusals.ts';
import type {Announcing} from '../chat/audience.ts';
import type {ConnectionId} from '../chat/session.ts';
import type {Session} from '../net/session.ts';
import type {ConnectionRegistry} from './connection-registry.ts';

export type Outgoing = {
	/** Who asked: they get the reply and no announcement. Undefined: nobody did. */
	session?: Session | undefined;
	/** The request that is answered, and how; a reply that takes long comes by itself. */
	requestId?: number;
	reply?: object | Refusal | undefined;
	announcements?: readonly Announcing[];
	/** Connections that end, after what they were told. */
	closing?: readonly ConnectionId[];
	/** Called when it has left. */
	onLeft?: () => void;
};

/** Sends the reply first, then the announcements. */
export function send(outgoing: Outgoing, registry: ConnectionRegistry): void {
	const {session, requestId = 0, reply, announcements = [], closing = [], onLeft} = outgoing;
	if (reply) session?.answer(requestId, reply);
	for (const {to, announcement} of announcements) registry.broadcast(to, announcement, session?.id);
	for (const id of closing) registry.get(id)?.session.close();
	onLeft?.();
}
