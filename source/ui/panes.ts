/** Defines the panes: component, rectangle, depth. */
import {isInChat, type Place} from '../state/model/place.ts';
import {helpAt, layoutOf, type Layout} from '../state/panes/layout.ts';
import {statusMessageRectangle} from '../state/view/status-message.ts';
import {dialogOf, scopeOf} from '../state/keyboard/scope.ts';
import type {State} from '../state/model/state.ts';
import cardPane from '../../terminal/ui/card-pane.tsx';
import {cardAt, type Card} from '../../terminal/ui/card.ts';
import {veilAt} from './veil.ts';
import CommandBar from './CommandBar.tsx';
import Contacts from './Contacts.tsx';
import {dialogCard} from './dialog-card.ts';
import CompactContacts from './CompactContacts.tsx';
import {formCard} from './form-card.ts';
import Help from './Help.tsx';
import Members from './Members.tsx';
import type {PaneDefinition} from '../../terminal/ui/pane-manager.ts';
import {editedIn} from './edited.ts';
import StatusMessage from './StatusMessage.tsx';
import StatusLine from './StatusLine.tsx';
import Transcript from './Transcript.tsx';
import {welcomeCard} from './welcome-card.ts';

export const panes = {
	contacts: {component: Contacts, at: inChat('contacts'), depth: 0},
	compactContacts: {component: CompactContacts, at: inChat('compactContacts'), depth: 0},
	transcript: {component: Transcript, at: inChat('transcript'), depth: 0},
	members: {component: Members, at: inChat('members'), depth: 1},
	bar: {component: CommandBar, at: inChat('bar'), depth: 0},
	status: {component: StatusLine, at: inChat('status'), depth: 0},
	help: {
		component: Help,
		at: state => (state.help && isInChat(state) ? helpAt(state) : undefined),
		depth: 1,
	},
	statusMessage: {component: StatusMessage, at: statusMessageRectangle, depth: 2},
	welcome: card('welcome', welcomeCard, 0),
	form: card('form', formCard, 0),
	dialog: {...card(undefined, dialogCard, 3), veil: veilAt},
} as const satisfies Record<string, PaneDefinition<State>>;

export type PaneName = keyof typeof panes;

/** Returns the pane whose text input has the keyboard. */
export function typedInto(state: State): PaneName {
	if (dialogOf(state)) return 'dialog';
	if (scopeOf(state) === 'helpSearch') return 'help';
	const {at} = state.place;
	return at === 'chat' ? 'bar' : at;
}

function inChat(pane: Exclude<keyof Layout, 'framed'>) {
	return (state: State) => (isInChat(state) ? layoutOf(state)[pane] : undefined);
}

/**
 * Defines the pane of a card.
 * @param place the screen it belongs to; undefined: any
 */
function card(
	place: Place['at'] | undefined,
	cardOf: (state: State) => Card | undefined,
	depth: number,
): PaneDefinition<State> {
	const at = (state: State) => {
		const shown = place === undefined || place === state.place.at ? cardOf(state) : undefined;
		return shown && cardAt(shown, state.size);
	};
	return {component: cardPane(cardOf, editedIn), at, depth};
}
