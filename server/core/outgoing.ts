/** Output of one decision: a reply and announcements, sent when all that was decided before is durable. */
import type {Refusal} from '../../protocol/refusals.ts';
import type {Announcing} from '../chat/audience.ts';
import type {ConnectionId} from '../chat/session.ts';
import type {Session} from '../net/session.ts';

export type Outgoing = {
	/** The session that asked: it gets the reply and no announcements. */
	session: Session | undefined;
	/** Id of the request and its reply; a slow reply is an output of its own. */
	requestId: number;
	reply: object | Refusal | undefined;
	announcements: readonly Announcing[];
	/** Sessions that are closed after the announcements. */
	closing: ConnectionId[] | undefined;
	/** Called when it has been sent. */
	onLeft: (() => void) | undefined;
};

const NO_REQUEST = 0;
const NOTHING: readonly never[] = [];

/** Makes an output without content. */
export function outgoingTo(session?: Session): Outgoing {
	return {
		session,
		requestId: NO_REQUEST,
		reply: undefined,
		announcements: NOTHING,
		closing: undefined,
		onLeft: undefined,
	};
}
