/** Joins the events of all topics, which are enough to rebuild the state. */
import {administrationPersistence, type AdministrationEvent} from './administration/events.ts';
import {accountPersistence, type AccountEvent} from './accounts/events.ts';
import {changePersistence, type ChangeEvent} from './changes/events.ts';
import {
	conversationSettingsPersistence,
	type ConversationSettingsEvent,
} from './conversation-settings/events.ts';
import {chatSessionPersistence, type ChatSessionEvent} from './chat-sessions/events.ts';
import {draftPersistence, type DraftEvent} from './drafts/events.ts';
import {identityPersistence, type IdentityEvent} from './identities/events.ts';
import {inviteCodePersistence, type InviteCodeEvent} from './invite-codes/events.ts';
import {messagePersistence, type MessageEvent} from './messages/events.ts';
import type {Persistence} from './persistence.ts';
import {presencePersistence, type PresenceEvent} from './presence/events.ts';
import {privateChatPersistence, type PrivateChatEvent} from './private-chats/events.ts';
import {relationshipPersistence, type RelationshipEvent} from './relationships/events.ts';
import {roomOperatorPersistence, type RoomOperatorEvent} from './room-operators/events.ts';
import {roomPersistence, type RoomEvent} from './rooms/events.ts';
import {serverInfoPersistence, type ServerInfoEvent} from './server-info/events.ts';
import {uploadPersistence, type UploadEvent} from './uploads/events.ts';
import {signInPersistence, type SignInEvent} from './sign-in/events.ts';

export type ChatEvent =
	| ServerInfoEvent
	| AccountEvent
	| InviteCodeEvent
	| SignInEvent
	| MessageEvent
	| ChangeEvent
	| ChatSessionEvent
	| RelationshipEvent
	| RoomEvent
	| ConversationSettingsEvent
	| DraftEvent
	| RoomOperatorEvent
	| PresenceEvent
	| IdentityEvent
	| PrivateChatEvent
	| UploadEvent
	| AdministrationEvent;
export type EventType = ChatEvent['type'];
export type EventOf<T extends EventType> = Extract<ChatEvent, {type: T}>;

/** The persistence of each event. */
export const PERSISTENCE = {
	...serverInfoPersistence,
	...accountPersistence,
	...inviteCodePersistence,
	...signInPersistence,
	...messagePersistence,
	...changePersistence,
	...chatSessionPersistence,
	...relationshipPersistence,
	...roomPersistence,
	...conversationSettingsPersistence,
	...draftPersistence,
	...roomOperatorPersistence,
	...presencePersistence,
	...identityPersistence,
	...privateChatPersistence,
	...uploadPersistence,
	...administrationPersistence,
} as const satisfies {[T in EventType]: Persistence};

type TypeOf<P extends Persistence> = {
	[T in EventType]: (typeof PERSISTENCE)[T] extends P ? T : never;
}[EventType];
export type JournaledEvent = EventOf<TypeOf<'durable' | 'lazy'>>;
export type LazyEvent = EventOf<TypeOf<'lazy'>>;
