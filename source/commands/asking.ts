/** The outcome of most commands: the server is asked, and its answer is shown where one asked. */
import type {Request} from '../../protocol/requests.ts';
import type {State} from '../state/model/state.ts';
import type {Outcome} from './command.ts';

export function asking({open}: State, request: Request): Outcome {
	return {effects: [{type: 'request', request, ...(open !== undefined && {shownIn: open})}]};
}
