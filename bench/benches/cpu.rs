//! Measures the interpreter natively. An iteration is one instruction.

use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pinscope_bench::CpuBench;

fn cpu(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cpu");
    group.throughput(Throughput::Elements(1));
    for (name, mut bench) in [("toggle", CpuBench::toggle()), ("compute", CpuBench::compute())] {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|count| {
                let start = Instant::now();
                bench.run(count as u32);
                start.elapsed()
            });
        });
    }
}

criterion_group!(benches, cpu);
criterion_main!(benches);
