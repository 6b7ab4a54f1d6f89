/** Routes terminal events to their one owner. */
import {isInChat} from '../state/model/place.ts';
import type {StateEvent} from '../state/model/event.ts';
import {isNews} from '../state/dialogs/answering.ts';
import {contains} from '../../terminal/layout/rectangle.ts';
import {dialogOf, editorOf, scopeOf} from '../state/keyboard/scope.ts';
import type {State} from '../state/model/state.ts';
import {chord, type KeyEvent, type MouseEvent, type TermEvent} from '../../terminal/event.ts';
import {cardAt, pickAt, type Card} from '../../terminal/ui/card.ts';
import {dialogCard} from './dialog-card.ts';
import {formCard} from './form-card.ts';
import {actionOf} from '../state/keyboard/chords.ts';
import {welcomeCard} from './welcome-card.ts';

/** `text`: for the text input that has the keyboard. */
type Routed =
	{readonly to: 'state'; readonly event: StateEvent} | {readonly to: 'text'; readonly text: string};

const WHEEL_ROWS = 3;

/**
 * Routes an event of the terminal to the state or to a text input.
 * @returns undefined for an event without a meaning
 */
export function route(state: State, event: TermEvent): Routed | undefined {
	switch (event.type) {
		case 'key':
			return act(state, event);
		case 'text':
			return type(state, event.text);
		case 'paste':
			return editorOf(state) || scopeOf(state) === 'holding' || isNews(state)
				? toState({type: 'pasted', text: event.text})
				: undefined;
		case 'mouse':
			return point(state, event);
		case 'focus':
			return toState({type: 'focusChanged', focused: event.focused});
		case 'background':
			return toState({type: 'backgroundTold', background: event.background});
		case 'answered':
			return undefined;
		default:
			return event satisfies never;
	}
}

/**
 * Routes an event of the terminal whose first letters may be keys of a selected message: a slow link brings them together with the text
 * that they begin. Such a text never answers a dialog that they open.
 * @param now returns the state after what was routed so far was carried out
 */
export function* routeAll(now: () => State, event: TermEvent): Generator<Routed> {
	if ((event.type === 'key' || event.type === 'text') && !now().focused)
		yield toState({type: 'focusChanged', focused: true}); // its report of that may be lost on the way, such as in tmux
	let rest = event;
	while (rest.type === 'text' && rest.text.length > 1 && scopeOf(now()) === 'message') {
		const [letter = ''] = rest.text;
		yield toState({type: 'acted', action: {choose: letter}});
		rest = {...rest, text: rest.text.slice(letter.length)};
	}

	const isLeft = rest !== event && scopeOf(now()) === 'dialog';
	const routed = isLeft ? undefined : route(now(), rest);
	if (routed) yield routed;
}

function act(state: State, event: KeyEvent): Routed | undefined {
	const action = actionOf(chord(event), scopeOf(state));
	return action && toState({type: 'acted', action});
}

/** Routes typed text. Only a letter typed by itself answers a dialog: pasted or buffered text must not. */
function type(state: State, text: string): Routed | undefined {
	if (editorOf(state)) return {to: 'text', text};
	if (scopeOf(state) !== 'holding' && text.length === 1)
		return toState({type: 'acted', action: {choose: text}});
	return isInChat(state) && !isNews(state) ? undefined : toState({type: 'typedAhead', text});
}

/**
 * Routes the mouse. A card in front takes all of it, except that a dialog which opened by itself takes only what is
 * on it.
 */
function point(state: State, {action, column, row}: MouseEvent): Routed | undefined {
	if (action === 'drag') return toState({type: 'dragged'});
	const card = cardOn(state);
	const cameByItself = dialogOf(state) !== state.dialogs.at(-1);
	if (card && !(cameByItself && !contains(cardAt(card, state.size), column, row))) {
		if (action !== 'press') return undefined;
		const pick = pickAt(card, state.size, column, row);
		if (pick !== undefined) return toState({type: 'acted', action: {pick}});
		return cameByItself ? toState({type: 'acted', action: 'answer'}) : undefined;
	}

	if (action === 'press') return toState({type: 'clicked', column, row});
	if (action === 'wheelUp') return toState({type: 'wheeled', column, row, rows: -WHEEL_ROWS});
	if (action === 'wheelDown') return toState({type: 'wheeled', column, row, rows: WHEEL_ROWS});
	return undefined;
}

function cardOn(state: State): Card | undefined {
	if (state.dialogs.length > 0) return dialogCard(state);
	if (isInChat(state)) return undefined;
	return state.place.at === 'welcome' ? welcomeCard(state) : formCard(state);
}

function toState(event: StateEvent): Routed {
	return {to: 'state', event};
}
