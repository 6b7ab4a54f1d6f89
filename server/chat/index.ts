/** Joins the rules and the announcements of all topics. A request without a rule does not compile. */
import {requests, type RequestOf, type RequestType} from '../../protocol/index.ts';
import {isRefusal} from '../../protocol/refusals.ts';
import {administratorOf} from './roles.ts';
import {administrationAnnouncers} from './administration/announcements.ts';
import {administrationRules} from './administration/rules.ts';
import {accountRules} from './accounts/rules.ts';
import type {Announcers, Announcing} from './audience.ts';
import {changeAnnouncers} from './changes/announcements.ts';
import {changeRules} from './changes/rules.ts';
import {chatSessionAnnouncers} from './chat-sessions/announcements.ts';
import {chatSessionRules} from './chat-sessions/rules.ts';
import {conversationSettingsAnnouncers} from './conversation-settings/announcements.ts';
import {conversationSettingsRules} from './conversation-settings/rules.ts';
import {draftAnnouncers} from './drafts/announcements.ts';
import {draftRules} from './drafts/rules.ts';
import type {ChatEvent} from './event.ts';
import {identityRules} from './identities/rules.ts';
import {inviteCodeAnnouncers} from './invite-codes/announcements.ts';
import {inviteCodeRules} from './invite-codes/rules.ts';
import {messageAnnouncers} from './messages/announcements.ts';
import {messageRules} from './messages/rules.ts';
import {presenceAnnouncers} from './presence/announcements.ts';
import {presenceRules} from './presence/rules.ts';
import {privateChatAnnouncers} from './private-chats/announcements.ts';
import {privateChatRules} from './private-chats/rules.ts';
import {relationshipAnnouncers} from './relationships/announcements.ts';
import {relationshipRules} from './relationships/rules.ts';
import {roomOperatorAnnouncers} from './room-operators/announcements.ts';
import {roomOperatorRules} from './room-operators/rules.ts';
import {roomAnnouncers} from './rooms/announcements.ts';
import {roomRules} from './rooms/rules.ts';
import type {AdminRule, Asker, Decision, Facts, MemberRule, OpenRule} from './rule.ts';
import {searchRules} from './search/rules.ts';
import {serverInfoAnnouncers} from './server-info/announcements.ts';
import {serverInfoRules} from './server-info/rules.ts';
import {signInAnnouncers} from './sign-in/announcements.ts';
import {signInRules} from './sign-in/rules.ts';
import {signOutRules} from './sign-in/sign-out.ts';
import type {State} from './state.ts';
import {uploadRules} from './uploads/rules.ts';

const NOTHING: readonly Announcing[] = [];

type Rules = {
	[T in RequestType]: (typeof requests)[T] extends {open: true}
		? OpenRule<T>
		: (typeof requests)[T] extends {by: string}
			? AdminRule<T>
			: MemberRule<T>;
};

const rules: Rules = {
	...serverInfoRules,
	...accountRules,
	...inviteCodeRules,
	...signInRules,
	...signOutRules,
	...messageRules,
	...changeRules,
	...searchRules,
	...presenceRules,
	...chatSessionRules,
	...relationshipRules,
	...roomRules,
	...conversationSettingsRules,
	...draftRules,
	...roomOperatorRules,
	...identityRules,
	...privateChatRules,
	...uploadRules,
	...administrationRules,
};

const announcers: Announcers = {
	...signInAnnouncers,
	...serverInfoAnnouncers,
	...inviteCodeAnnouncers,
	...messageAnnouncers,
	...changeAnnouncers,
	...chatSessionAnnouncers,
	...relationshipAnnouncers,
	...roomAnnouncers,
	...conversationSettingsAnnouncers,
	...draftAnnouncers,
	...roomOperatorAnnouncers,
	...presenceAnnouncers,
	...privateChatAnnouncers,
	...administrationAnnouncers,
};

/** Decides on a request. The caller has checked that a request that is not `open` comes from a signed-in connection. */
export function decide<T extends RequestType>(
	state: State,
	asker: Asker,
	request: RequestOf<T>,
	facts: Facts,
): Decision<T> {
	const definition = requests[request.type];
	if (!('by' in definition)) {
		const rule = rules[request.type] as unknown as OpenRule<T>; // the request's own type is the key, and a Member is an Asker
		return rule(state, asker, request, facts);
	}

	const by = administratorOf(state, asker, definition.by);
	if (isRefusal(by)) return by;
	const rule = rules[request.type] as unknown as AdminRule<T>; // likewise
	return rule(state, by, request, facts);
}

/** Makes the announcements of an event, with their recipients. Called right after the event was applied. */
export function announce(state: State, event: ChatEvent): readonly Announcing[] {
	const announcer = announcers[event.type] as ((state: State, event: ChatEvent) => Announcing[]) | undefined; // the key is the event's own type
	return announcer?.(state, event) ?? NOTHING;
}
