/** Dispatches announcements of the server to the handlers of their topics. */
import type {Announcement, AnnouncementOf, AnnouncementType} from '../../../protocol/index.ts';
import {isBeyond} from '../chats/bounds.ts';
import type {State} from '../model/state.ts';
import {step, type Handlers, type Step} from '../model/step.ts';
import {warnIdle} from '../presence/activity.ts';
import {administrationAnnouncements} from './administration.ts';
import {changeAnnouncements} from './changes.ts';
import {chatSessionAnnouncements} from './chat-sessions.ts';
import {conversationSettingsAnnouncements} from './conversation-settings.ts';
import {inviteCodeAnnouncements} from './invite-codes.ts';
import {messageAnnouncements} from './messages.ts';
import {presenceAnnouncements} from './presence.ts';
import {relationshipAnnouncements} from './relationships.ts';
import {roomOperatorAnnouncements} from './room-operators.ts';
import {roomAnnouncements} from './rooms.ts';
import {privateChatAnnouncements} from './private-chats.ts';
import {serverInfoAnnouncements} from './server-info.ts';
import type {Announced} from './tables.ts';

const announced: Announced<AnnouncementType> = {
	...chatSessionAnnouncements,
	...relationshipAnnouncements,
	...inviteCodeAnnouncements,
	...presenceAnnouncements,
	...roomAnnouncements,
	...conversationSettingsAnnouncements,
	...roomOperatorAnnouncements,
	...messageAnnouncements,
	...changeAnnouncements,
	...privateChatAnnouncements,
	...administrationAnnouncements,
	idling: warnIdle,
	probe: state => step(state), // the link replies
	replaced: state => step(state), // the link ends, with the reason in `signedOut`
	signedOut: state => step(state),
	serversChanged: state => step(state), // the link goes there
	storingChanged: state => step(state), // the status of the link says it
	...serverInfoAnnouncements,
};

function announce<T extends AnnouncementType>(state: State, announcement: AnnouncementOf<T>): Step {
	const handle = announced[announcement.type] as Announced<T>[T]; // the announcement's own type is the key
	return handle(state, announcement);
}

export const announcements: Handlers<'announced'> = {
	announced(state, {announcement}) {
		if (isBeyond(state, announcement)) return step(state);
		return announce(state, announcement as Announcement & AnnouncementOf<AnnouncementType>);
	},
};
