/** `/away`: one is not there. */
import {safeText} from '../../protocol/text.ts';
import {present} from './present.ts';
import {optional, text} from './arguments.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'away',
	group: 'yourself',
	summary: safeText`you are not there; a text says why`,
	args: {text: optional(text())},
	run: ({text}, context) => present(context, 'away', text),
});
