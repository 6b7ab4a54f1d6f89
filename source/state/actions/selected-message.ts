/** Does what the keys of a selected message say: reply, edit, delete, react, copy, pin, show what is known of it. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {refuse, sentence} from '../../../protocol/refusals.ts';
import {safeText} from '../../../protocol/text.ts';
import {EMPTY} from '../../../terminal/editor.ts';
import {changeMessage, withPending} from '../chats/changing.ts';
import {compose} from '../chats/composing.ts';
import {openConversation, selectedIn} from '../chats/conversations.ts';
import {fileOf} from '../chats/files.ts';
import {linksIn} from '../chats/links.ts';
import {switchTo} from '../chats/opening.ts';
import {mayDelete} from '../chats/rooms.ts';
import {openDialog} from '../dialogs/dialogs.ts';
import type {Message} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {unfold} from '../transcript/unfolding.ts';
import {selectAt, unselect} from './selecting.ts';

/** Calls `does` with the selected message as it will be; in a private chat only what changes nothing is possible. */
function onSelected(state: State, does: (message: Message) => Step): Step {
	const here = openConversation(state);
	const message = selectedIn(state);
	return here && message ? does(withPending(here, message, state.me?.user).message) : step(unselect(state));
}

/** Where messages may be changed and replied to. */
function onChangeable(state: State, does: (message: Message) => Step): Step {
	return onSelected(state, message => {
		const {open} = state;
		if (open !== undefined && !traitsOf(open).isStored)
			return refused(state, safeText`In a private chat messages stay as they were sent; send another one.`);
		if (open !== undefined && !traitsOf(open).isWritable) return refused(state, sentence(refuse('readOnly')));
		return does(message);
	});
}

function refused(state: State, statusMessage: State['statusMessage']): Step {
	return step({...state, ...(statusMessage !== undefined && {statusMessage})});
}

export const replyToSelected = (state: State): Step =>
	onChangeable(state, ({sequence}) => step(compose(unselect(state), {type: 'reply', to: sequence})));

export const editSelected = (state: State): Step =>
	onChangeable(state, ({sequence, from, text}) =>
		from === state.me?.user
			? step(compose(unselect(state), {type: 'edit', target: sequence}, text))
			: refused(state, sentence(refuse('notYourMessage', {user: from}))),
	);

/** Asks first. */
export const deleteSelected = (state: State): Step =>
	onChangeable(state, message => {
		const here = openConversation(state);
		if (!here) return step(state);
		const {sequence, from, text} = message;
		if (!mayDelete(state, here, message))
			return refused(state, sentence(refuse('notYourMessage', {user: from})));
		return step(openDialog(state, {type: 'deleteMessage', conversation: here.id, sequence, from, text}));
	});

export const reactToSelected = (state: State): Step =>
	onChangeable(state, ({sequence}) =>
		state.open === undefined
			? step(state)
			: step(openDialog(state, {type: 'react', editor: EMPTY, conversation: state.open, sequence})),
	);

export const pinSelected = (state: State): Step =>
	onChangeable(state, ({sequence}) => {
		const here = openConversation(state);
		if (!here) return step(state);
		return changeMessage(unselect(state), here.id, sequence, {
			type: 'pin',
			on: !here.pins.includes(sequence),
		});
	});

export const copySelected = (state: State): Step =>
	onSelected(state, ({text}) =>
		step(
			{...unselect(state), statusMessage: safeText`Copied, if your terminal allows it.`},
			{type: 'copy', text},
		),
	);

export const openLinkInSelected = (state: State): Step =>
	onSelected(state, ({text}) => {
		const [link] = linksIn(text);
		return link === undefined
			? refused(state, safeText`There is no link in this message.`)
			: step({...unselect(state), statusMessage: safeText`Opening ${link}`}, {type: 'openLink', link});
	});

/** Fetches the file of the selected message, to save it or to show it. */
const withFile = (type: 'download' | 'previewFile') => (state: State) =>
	onSelected(state, message => {
		const found = fileOf(message);
		const {open} = state;
		if (!found || open === undefined) return refused(state, safeText`There is no file in this message.`);
		return step(type === 'download' ? unselect(state) : state, {type, conversation: open, ...found});
	});

export const saveSelectedFile = withFile('download');
export const previewSelectedFile = withFile('previewFile');

export const infoOnSelected = (state: State): Step =>
	onSelected(state, ({sequence}) =>
		state.open === undefined
			? step(state)
			: step(openDialog(state, {type: 'messageInfo', conversation: state.open, sequence})),
	);

/** Shows all of a long message; of a message that is shown whole, goes to the one that it replies to, or saves its file. */
export const unfoldOrGoToQuoted = (state: State): Step =>
	onSelected(state, message => {
		const {sequence, replyTo} = message;
		const unfolded = unfold(state, sequence);
		if (unfolded) return step(unfolded);
		if (replyTo === undefined && fileOf(message)) return saveSelectedFile(state);
		if (replyTo === undefined || state.open === undefined)
			return refused(state, safeText`It replies to no message; r replies to it.`);
		return step(selectAt(switchTo(unselect(state), state.open, replyTo), replyTo));
	});
