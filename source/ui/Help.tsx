/** Draws help in front of the transcript, with its search line. */
import {useLayoutEffect} from 'react';
import {Box, Text} from 'ink';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {isAtEnd, shownHelp, type HelpRow} from '../state/view/help.ts';
import {insideOf} from '../../terminal/layout/rectangle.ts';
import {keysOf} from '../state/keyboard/reminders.ts';
import {scopeOf} from '../state/keyboard/scope.ts';
import type {State} from '../state/model/state.ts';
import {width} from '../../terminal/width.ts';
import {editedIn} from './edited.ts';
import Frame from '../../terminal/ui/Frame.tsx';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import LineInput from '../../terminal/ui/LineInput.tsx';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {usePalette} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';

const PROMPT = 'Search › ';

export default function Help(pane: PaneProps<State>) {
	const {store, columns, rows, framed} = pane;
	const shown = useSelect(store, shownHelp, isAlike);
	const footer = useSelect(store, footerOf);
	return (
		<Frame {...{columns, rows, framed, footer}} marked title={safeText`Help`}>
			<SearchLine {...pane} />
			{shown.map((row, at) => (
				<HelpLine key={at} row={row} />
			))}
		</Frame>
	);
}

function footerOf(state: State): SafeText {
	const scope = state.help?.wanted ? 'helpSearch' : 'help';
	const more = isAtEnd(state) ? [] : [safeText`${keysOf(scope, 'pageDown')} for more`];
	const search = scope === 'help' ? [safeText`${keysOf(scope, 'search')} searches`] : [];
	return safeText`${[...more, ...search, safeText`${keysOf(scope, 'cancel')} closes`].join(' · ')}`;
}

function SearchLine({store, columns, rows, framed, ...pane}: PaneProps<State>) {
	const {cursor} = pane;
	const palette = usePalette();
	const editor = useSelect(store, ({help}) => help?.wanted);
	const edited = useSelect(store, editedIn);
	const focus = useSelect(store, state => scopeOf(state) === 'helpSearch');
	useLayoutEffect(() => {
		if (!focus) cursor(undefined);
	}, [focus, cursor]);
	if (!editor) return null;
	const {column, row, width: inside} = insideOf({column: 0, row: 0, width: columns, height: rows}, framed);
	return (
		<Box width={inside} height={1}>
			<Text {...palette.accent} bold>
				{PROMPT}
			</Text>
			<LineInput
				{...{...pane, store, editor, edited, focus}}
				x={column + width(PROMPT)}
				y={row}
				columns={inside - width(PROMPT)}
			/>
		</Box>
	);
}

function HelpLine({row: {type, text}}: {readonly row: HelpRow}) {
	const palette = usePalette();
	const heading = type === 'heading';
	return (
		<Text wrap="truncate" {...(heading && palette.accent)} bold={heading}>
			{text === '' ? ' ' : text}
		</Text>
	);
}
