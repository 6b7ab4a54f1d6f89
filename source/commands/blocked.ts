/** `/blocked`: whom one has blocked. */
import {safeText} from '../../protocol/text.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'blocked',
	group: 'people',
	summary: safeText`whom you have blocked`,
	run: (_args, {state: {blocked}}) => ({
		show: [
			blocked.size === 0
				? safeText`You have blocked nobody.`
				: safeText`You have blocked ${[...blocked].sort().join(', ')}.`,
		],
	}),
});
