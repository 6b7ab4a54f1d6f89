/** The line being typed, with the usage of its command beside it. */
import {Box, Text} from 'ink';
import {textOf} from '../state/editor.ts';
import {insideOf} from '../state/layout.ts';
import {barOf} from '../state/scope.ts';
import {usageHint} from '../state/status.ts';
import {truncate, width} from '../term/width.ts';
import {editedIn} from './edited.ts';
import Frame from './Frame.tsx';
import LineInput from './LineInput.tsx';
import type {PaneProps} from './pane-props.ts';
import {theme} from './theme.ts';
import {useSelect} from './use-select.ts';

const PROMPT = '› ';

export default function CommandBar({store, columns, rows, framed, ...pane}: PaneProps) {
	const editor = useSelect(store, barOf);
	const edited = useSelect(store, editedIn);
	const hint = useSelect(store, usageHint) ?? '';
	const focus = useSelect(store, ({dialogs}) => dialogs.length === 0);
	const marked = useSelect(store, ({pane}) => pane === 'bar');
	const {column, row, width: inside} = insideOf({column: 0, row: 0, width: columns, height: rows}, framed);
	const room = inside - PROMPT.length;
	// The hint takes what the text leaves, and goes when that is not enough to be of use.
	const left = room - width(textOf(editor).replaceAll('\n', '⏎')) - 2;
	const beside = left >= Math.min(width(hint), 12) ? truncate(hint, left) : '';
	return (
		<Frame {...{columns, rows, framed, marked}}>
			<Box width={inside} height={1}>
				<Text color={theme.accent} bold>
					{PROMPT}
				</Text>
				<LineInput
					{...{...pane, editor, edited, focus}}
					x={column + PROMPT.length}
					y={row}
					columns={room - width(beside)}
				/>
				<Text dimColor wrap="truncate">
					{beside}
				</Text>
			</Box>
		</Frame>
	);
}
