# What tests and bench wait with.

# Waits until a condition holds; fails after some seconds.
function Wait-Until([scriptblock] $Condition, $Seconds = 10) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -gt $Seconds) { throw "Not within $Seconds seconds: $Condition" }
        Start-Sleep -Milliseconds 20
    }
}
