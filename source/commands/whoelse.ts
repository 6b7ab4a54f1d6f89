/** `/whoelse`: the others who are on. */
import {safeText} from '../../protocol/text.ts';
import {personText} from '../state/presence/people.ts';
import {shortened} from '../state/chats/saying.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'whoelse',
	group: 'people',
	summary: safeText`the others who are on`,
	run(_args, {state, me}) {
		const others = [...state.people.values()].filter(
			({user, presence}) => user !== me.user && presence !== 'offline',
		);
		if (others.length === 0) return {show: [safeText`Nobody else is on.`]};
		return {show: shortened(others.map(person => personText(person, state.now)))};
	},
});
