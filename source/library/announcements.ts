/** Turns what the server announces into events of the library. */
import type {Announcement} from '../../protocol/index.ts';
import type {ChatEvent} from './api.ts';

/** @returns no event for what another part of the library takes, or nobody needs */
export function eventsOf(announcement: Announcement): readonly ChatEvent[] {
	switch (announcement.type) {
		case 'memberJoined':
		case 'memberLeft': {
			const {conversation: room, user, at} = announcement;
			const type = announcement.type === 'memberJoined' ? 'joined' : 'left';
			return [{type, room, user, at: new Date(at)}];
		}

		case 'roomDeleted':
			return [{type: 'roomDeleted', room: announcement.room, at: new Date(announcement.at)}];
		case 'topicChanged': {
			const {conversation: room, user, topic, at, folded} = announcement;
			return folded ? [] : [{type: 'topic', room, user, topic, at: new Date(at)}];
		}

		case 'presence':
			return announcement.people.map(({user, presence, since}) => ({
				type: 'presence',
				user,
				presence,
				since: new Date(since),
			}));
		case 'marked': {
			const {conversation, user, delivered, read} = announcement;
			return [{type: 'read', conversation, user, delivered, read}];
		}

		case 'messageChanged': {
			const {conversation, sequence, by, at, change} = announcement;
			return change ? [{type: 'changed', conversation, sequence, by, at: new Date(at), change}] : [];
		}

		case 'typing': {
			const {conversation, user} = announcement;
			return [{type: 'typing', conversation, user}];
		}

		default:
			return [];
	}
}
