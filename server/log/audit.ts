/** Audit log: writes sign-ins, sign-outs, sign-ups, new rooms, blocks and moderation into the operator's log. */
import type {ChatEvent} from '../chat/event.ts';
import {roomExists} from '../chat/rooms/joining-and-leaving.ts';
import {WRONG_PASSWORDS} from '../chat/rule.ts';
import type {State} from '../chat/state.ts';
import type {Log} from './log-entry.ts';

/** Logs an event; to be called before it is applied, while a session that it ends can still be looked up. */
export function audit(state: State, event: ChatEvent, log: Log): void {
	switch (event.type) {
		case 'signedIn':
			log({type: 'signedIn', user: event.user, as: event.as, address: event.address});
			return;
		case 'signedOut': {
			const address = state.presence.sessions.get(event.connection)?.address ?? '';
			log({type: 'signedOut', user: event.user, as: event.as, why: event.why, address});
			return;
		}

		case 'accountCreated':
			log({type: 'signedUp', user: event.user});
			return;
		case 'memberJoined': {
			const {conversation: room, user} = event;
			if (!roomExists(state, room)) log({type: 'roomMade', room, user});
			return;
		}

		case 'roomDeleted': {
			const {conversation: room, by} = event;
			log({type: 'roomDeleted', room, by});
			return;
		}

		case 'adminAppointed':
		case 'adminDismissed':
		case 'kicked':
		case 'banned':
		case 'unbanned':
		case 'passwordReset':
		case 'userDeleted': {
			const {type: what, user, by} = event;
			const reason = 'reason' in event ? event.reason : undefined;
			const until = 'until' in event ? event.until : undefined;
			const more = {...(reason !== undefined && {reason}), ...(until !== undefined && {until})};
			log({type: 'moderated', what, user, by, ...more});
			return;
		}

		case 'passwordFailed':
			if (event.count === WRONG_PASSWORDS) log({type: 'blocked', user: event.user, address: event.address});
			return;
		default:
	}
}
