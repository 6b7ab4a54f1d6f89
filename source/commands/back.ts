/** `/back`: one is there again. */
import {safeText} from '../../protocol/text.ts';
import {present} from './present.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'back',
	group: 'yourself',
	summary: safeText`you are there again`,
	run: (_args, context) => present(context, 'online'),
});
