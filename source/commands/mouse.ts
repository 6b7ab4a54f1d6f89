/** `/mouse`: gives the mouse to this program, or back to the terminal, which selects text with it. */
import {safeText} from '../../protocol/text.ts';
import {defineCommand} from './command.ts';
import {onOff, turned} from './settings.ts';

export default defineCommand({
	name: 'mouse',
	group: 'the program',
	summary: safeText`the mouse scrolls and clicks here, or selects text as usual`,
	args: {value: onOff()},
	run: ({value}) => turned('mouse', value),
});
