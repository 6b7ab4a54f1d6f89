/** Enter in the command bar: a command is carried out, a text is sent, and what is neither stays where it is. */
import {commands} from '../../commands/index.ts';
import {commandIn, isCommand, run} from '../../commands/line.ts';
import type {Outcome} from '../../commands/command.ts';
import {refuse, sentence} from '../../../protocol/refusals.ts';
import {safeText, textFault, type SafeText} from '../../../protocol/text.ts';
import {lineTaken} from './bar.ts';
import {ask} from '../dialogs/dialogs.ts';
import {lineOf} from './editor.ts';
import type {Effect} from '../model/effect.ts';
import {newForm} from '../sign-in/forms.ts';
import {openHelp} from '../view/help.ts';
import {hold, setOff} from '../chats/going.ts';
import {forgetPerson} from '../model/initial.ts';
import {keptSince} from '../runtime/keeping.ts';
import {openIt} from '../chats/opening.ts';
import {dueMarks} from '../chats/reading.ts';
import {barOf} from './scope.ts';
import {broadcast, send} from '../chats/sending.ts';
import {say} from '../chats/saying.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Step} from '../model/step.ts';
import {beenTo} from '../sign-in/welcome.ts';

export function submit(state: State): Step {
	const line = lineOf(barOf(state));
	if (line.trim() === '') return step(state);
	const held = isForHere(line) ? hold(state, line) : undefined;
	if (held) return step(held);
	return isCommand(line) ? command(state, line) : message(state, line);
}

/** What one tells the program, or says of oneself, is carried out at once, wherever one is. */
function isForHere(line: string): boolean {
	const group = isCommand(line) ? commandIn(line, commands)?.group : undefined;
	return group !== 'the program' && group !== 'yourself';
}

function message(state: State, line: string): Step {
	if (state.open === undefined)
		return refused(
			state,
			safeText`No conversation is open; choose one on the left, or type /msg and a name.`,
		);
	const text = line.startsWith('//') ? line.slice(1) : line;
	const fault = textFault(text);
	if (fault) return refused(state, sentence(refuse(fault)));
	return send(lineTaken(state, line), state.open, text);
}

function command(state: State, line: string): Step {
	if (!state.me) return step(state);
	const outcome = run(line, {state, me: state.me, commands});
	if (outcome.problem !== undefined) return refused(state, outcome.problem);
	const taken = lineTaken(state, line);
	const kept = outcome.leave ? keptSince(state, taken) : []; // of somebody who is gone afterwards
	return andThen(step(taken, ...kept), next => carryOut(next, outcome));
}

/** The text stays in the bar, and the status line says why. */
function refused(state: State, hint: SafeText): Step {
	return step({...state, hint});
}

function carryOut(state: State, outcome: Outcome): Step {
	const {
		show,
		open,
		goTo,
		send: text,
		broadcast: toAll,
		set,
		ask: question,
		help,
		leave,
		effects = [],
	} = outcome;
	const farewell = leave ? dueMarks(state) : [];
	let next = leave && state.me ? left(state) : setOff(state, effects);
	if (open !== undefined) next = openIt(next, open, goTo);
	if (set) next = {...next, settings: {...next.settings, ...set}};
	if (show) next = say(next, show);
	if (question) next = ask(next, question);
	if (help) next = openHelp(next, help);
	const sent = text ? send(next, text.conversation, text.text) : step(next);
	const told = toAll === undefined ? sent : andThen(sent, after => broadcast(after, toAll));
	const kept: readonly Effect[] = set ? [{type: 'keepSettings', changed: set}] : [];
	return andThen(told, after => step(after, ...farewell, ...effects, ...kept));
}

/** Signed out: nothing of this person is left on the screen. */
function left(state: State): State {
	const {me} = state;
	const fresh = forgetPerson(state);
	if (!me) return fresh;
	const welcome = beenTo(fresh.welcome, me.address, me.user, false);
	return {...fresh, welcome, place: 'form', form: newForm('signIn', me.address, 'unknown', me.user)};
}
