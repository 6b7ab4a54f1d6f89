/** Shifts deadlines when the machine's clock is set or it sleeps, so that no wait changes. */
import {changeForm} from '../model/place.ts';
import type {Dialog} from '../model/dialog.ts';
import type {Form} from '../model/form.ts';
import type {State} from '../model/state.ts';
import type {Conversation} from '../model/conversation.ts';

/** Maximum milliseconds by which the time of day may drift from the uptime without having been set. */
const MAX_DRIFT = 1000;

/** Detects by how many milliseconds the time of day was set since the last look; 0 for normal drift. */
export class ClockSetting {
	private offset: number;

	constructor(now: number, uptime: number) {
		this.offset = now - uptime;
	}

	look(now: number, uptime: number): number {
		const by = now - uptime - this.offset;
		if (Math.abs(by) <= MAX_DRIFT) return 0;
		this.offset += by;
		return by;
	}
}

/**
 * Moves the deadlines and timers of the state. Timestamps of messages stay.
 * @param by milliseconds
 */
export function withClockSet(state: State, by: number): State {
	const {link, conversations} = state;
	return {
		...changeForm(state, form => formMoved(form, by)),
		now: state.now + by,
		keyAt: state.keyAt + by,
		typingReportedAt: state.typingReportedAt + by,
		activityReportedAt: state.activityReportedAt + by,
		notifiedAt: state.notifiedAt + by,
		dialogs: state.dialogs.map(dialog => dialogMoved(dialog, by)),
		pendingDialogs: state.pendingDialogs.map(dialog => dialogMoved(dialog, by)),
		link: link.status === 'waiting' ? {...link, retryAt: link.retryAt + by} : link,
		conversations: new Map(
			[...conversations].map(([id, conversation]) => [id, typingMoved(conversation, by)] as const),
		),
	};
}

function dialogMoved(dialog: Dialog, by: number): Dialog {
	return dialog.openedAt === undefined ? dialog : {...dialog, openedAt: dialog.openedAt + by};
}

function formMoved(form: Form, by: number): Form {
	const {openedAt, blocked} = form;
	return {
		...form,
		...(openedAt !== undefined && {openedAt: openedAt + by}),
		...(blocked && {blocked: {...blocked, until: blocked.until + by}}),
	};
}

function typingMoved(conversation: Conversation, by: number): Conversation {
	if (conversation.typing.size === 0) return conversation;
	return {
		...conversation,
		typing: new Map([...conversation.typing].map(([user, until]) => [user, until + by])),
	};
}
