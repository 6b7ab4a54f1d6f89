/** Draws the command bar, with the usage of the typed command beside it. */
import {Box, Text} from 'ink';
import {insideOf} from '../../terminal/layout/rectangle.ts';
import {barOf, editorOf} from '../state/keyboard/scope.ts';
import {PROMPT} from '../state/panes/layout.ts';
import {usagePlaced} from '../state/view/status-message.ts';
import {width} from '../../terminal/width.ts';
import {editedIn} from './edited.ts';
import Frame from '../../terminal/ui/Frame.tsx';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import LineInput from '../../terminal/ui/LineInput.tsx';
import type {State} from '../state/model/state.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {usePalette} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';

export default function CommandBar(pane: PaneProps<State>) {
	const {store, columns, rows, framed} = pane;
	const marked = useSelect(store, ({pane}) => pane === 'bar');
	return (
		<Frame {...{columns, rows, framed, marked}}>
			<Line {...pane} />
		</Frame>
	);
}

/** Renders with each key; the frame does not. */
function Line({store, columns, rows, framed, ...pane}: PaneProps<State>) {
	const palette = usePalette();
	const editor = useSelect(store, barOf);
	const edited = useSelect(store, editedIn);
	const usage = useSelect(store, usagePlaced, isAlike);
	const focus = useSelect(store, state => editorOf(state) === barOf(state));
	const {
		column,
		row,
		width: inside,
		height,
	} = insideOf({column: 0, row: 0, width: columns, height: rows}, framed);
	const beside = usage?.beside ? usage.text : '';
	return (
		<Box width={inside} height={height}>
			<Text {...palette.accent} bold>
				{'› '}
			</Text>
			<LineInput
				{...{...pane, editor, edited, focus}}
				x={column + PROMPT}
				y={row}
				columns={inside - PROMPT - width(beside)}
				maxRows={height}
			/>
			<Text {...palette.dim} wrap="truncate">
				{beside}
			</Text>
		</Box>
	);
}
