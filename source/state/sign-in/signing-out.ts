/** Signs the user out and returns to the sign-in form. */
import {openForm} from '../model/place.ts';
import {closeAllChannels} from '../chats/private-sign-out.ts';
import {dueMarks} from '../chats/reading.ts';
import {forgetPerson} from '../model/initial.ts';
import type {Me, State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {newForm} from './forms.ts';
import {beenTo} from './welcome.ts';

/** Forgets the user; cursors that are due are sent before the sign-out. */
export function signOut(state: State, {user, address}: Me): Step {
	const fresh = forgetPerson(state);
	const welcome = beenTo(fresh.welcome, address, user, false);
	const form = newForm('signIn', address, 'unknown', user);
	return step(openForm({...fresh, welcome}, form), ...dueMarks(state), ...closeAllChannels(state), {
		type: 'signOut',
	});
}
