/** Tells which users are admins of the server. */
import type {UserName} from '../../protocol/names.ts';
import type {State} from './state.ts';

export function isAdmin(_state: State, _user: UserName): boolean {
	return false;
}
