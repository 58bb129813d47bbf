package io.vmloom.coordinator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.watch.GuestShape.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestMapTest {
    private static final long TIB = 1L << 40;

    @Test
    void cellsTellDataFromZerosAndHoles() {
        // 1 MiB in cells of 4 KiB: 64 of zeros, 128 of data, 64 of hole
        String states = new GuestMap(Work.shape(1)).view(List.of()).states();

        assertThat(states).isEqualTo("z".repeat(64) + "w".repeat(128) + "h".repeat(64));
    }

    @Test
    void aRangeGoesFromWaitingOverTheQueueAndAWorkerIntoTheTarget() {
        GuestMap map = new GuestMap(Work.shape(2));

        assertThat(data(map.view(List.of()))).isEqualTo("ww");
        map.issued(0);
        assertThat(data(map.view(List.of()))).isEqualTo("qw");
        assertThat(data(map.view(List.of(new Span(0, Work.RANGE_BYTES))))).isEqualTo("rw");
        map.converted(0);
        map.converted(0); // a result may come twice
        assertThat(data(map.view(List.of()))).isEqualTo("ew");
        map.converted(1);
        map.verify();
        assertThat(data(map.view(List.of()))).isEqualTo("vv");
    }

    @Test
    void whatIsEncodedAgainIsNotDone() {
        GuestMap map = new GuestMap(Work.shape(2));
        map.converted(0);

        map.issued(0);

        assertThat(data(map.view(List.of()))).isEqualTo("qw");
        assertThat(map.converted()).isZero();
    }

    @Test
    void whatIsReadAgainIsVerifiedCellByCell() {
        GuestMap map = new GuestMap(Work.shape(2));
        map.converted(0);
        map.converted(1);

        map.readAgain(new Span(0, Work.RANGE_BYTES));

        assertThat(data(map.view(List.of()))).isEqualTo("ve");
    }

    @Test
    void whatWasNotDoneWhenItsItemFailedIsToldFromWhatWas() {
        GuestMap map = new GuestMap(Work.shape(2));
        map.converted(0);
        map.issued(1);

        map.fail();

        assertThat(data(map.view(List.of()))).isEqualTo("ef");
    }

    @Test
    void aDiskOfManyRangesHasNoMoreCellsThanAnother() {
        GuestMap map = new GuestMap(Work.shape(100_000));
        for (int range = 0; range < 50; range++) {
            map.converted(range);
        }

        GuestMap.View view = map.view(List.of());

        assertThat(view.states()).hasSizeLessThanOrEqualTo(GuestShape.MOST_CELLS);
        // about a hundred ranges to a cell
        assertThat(view.filled()[0]).isBetween(45, 55);
        assertThat(view.filled()[1]).isZero();
        assertThat(view.states()).startsWith("ww");
    }

    @Test
    void emptyTebibytesAreACoupleOfCells() {
        GuestShape shape = new GuestShape.Builder(10 * TIB).build(new long[] {0, 10 * TIB});

        assertThat(shape.cells()).isEqualTo(GuestShape.MOST_CELLS);
        assertThat(shape.cells() * shape.cellBytes()).isGreaterThanOrEqualTo(10 * TIB);
        assertThat(new GuestMap(shape).view(List.of()).states()).containsOnlyOnce("h".repeat(GuestShape.MOST_CELLS));
    }

    /** The state of the cell in the middle of each range. */
    private static String data(GuestMap.View view) {
        int perRange = view.states().length() / 2;
        return "" + view.states().charAt(perRange / 2) + view.states().charAt(perRange + perRange / 2);
    }
}
