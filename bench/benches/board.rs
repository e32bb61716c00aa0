//! Measures the loops natively. An iteration is one edge, one snapshot, or ten simulated seconds of clocks or of PWM.

use std::time::Instant;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use pinscope_bench::Bench;

fn board(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("board");
    let snapshots = Bench::served();
    group.bench_function("snapshot", |bencher| {
        bencher.iter_custom(|count| {
            let start = Instant::now();
            snapshots.snapshots(count as u32);
            start.elapsed()
        });
    });
    group.throughput(Throughput::Elements(1));
    for (name, mut bench) in
        [("served", Bench::served()), ("toggling", Bench::toggling()), ("unarmed", Bench::unarmed())]
    {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|count| {
                let start = Instant::now();
                bench.edges(count as u32);
                start.elapsed()
            });
        });
    }
    group.throughput(Throughput::Elements(Bench::CLOCK_EDGES));
    group.sample_size(10);
    group.bench_function("clocked", |bencher| {
        bencher.iter_batched_ref(Bench::clocked, Bench::ten_seconds, BatchSize::PerIteration);
    });
    group.throughput(Throughput::Elements(Bench::PWM_EDGES));
    group.bench_function("pwm", |bencher| {
        bencher.iter_batched_ref(Bench::pwm, Bench::ten_seconds, BatchSize::PerIteration);
    });
}

criterion_group!(benches, board);
criterion_main!(benches);
