# Medians and spreads.

# Runs blocks in turn, so that all meet the same disturbances. Each gives the milliseconds that it took, or nothing for
# the time of the whole block. Gives the sorted times of each, by its name.
function Measure-Turn {
    param([int] $Runs, [Collections.IDictionary] $Blocks)

    $times = @{}
    foreach ($name in $Blocks.Keys) { $times[$name] = [Collections.Generic.List[double]]::new() }
    $watch = [Diagnostics.Stopwatch]::new()
    for ($i = 0; $i -lt $Runs; $i++) {
        foreach ($name in $Blocks.Keys) {
            $watch.Restart()
            $given = & $Blocks[$name]
            $elapsed = $watch.Elapsed.TotalMilliseconds
            $times[$name].Add($(if ($null -ne $given) { $given } else { $elapsed }))
        }
    }
    foreach ($list in $times.Values) { $list.Sort() }
    $times
}

function Get-Quantile {
    param([double[]] $Sorted, [double] $Part)

    $Sorted[[Math]::Floor(($Sorted.Count - 1) * $Part)]
}

function Get-Median {
    param([double[]] $Sorted)

    Get-Quantile $Sorted 0.5
}

# The median, and in brackets the 10th and the 90th percentile.
function Format-Spread {
    param([double[]] $Sorted)

    if ($Sorted.Count -eq 1) { return Format-Number $Sorted[0] }
    $values = foreach ($part in 0.5, 0.1, 0.9) { Format-Number (Get-Quantile $Sorted $part) }
    "$($values[0]) ($($values[1]) to $($values[2]))"
}

function Format-Number {
    param([double] $Value)

    $digits = if ($Value -ge 100 -or $Value -eq [Math]::Floor($Value)) { 0 } elseif ($Value -ge 10) { 1 } else { 2 }
    $Value.ToString("N$digits", [cultureinfo]::InvariantCulture)
}

# What is wanted: a limit of our median (Ours), of how much more it is than the peer's (More), or of their Ratio.
function New-Goal {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'An object.')]
    param([double] $Limit, [ValidateSet('Ours', 'More', 'Ratio')] [string] $Of)

    @{ Limit = $Limit; Of = $Of }
}

# A row of the results: two lists of sorted times side by side. A headline stands in the README too.
function New-Comparison {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'An object.')]
    param([string] $What, [double[]] $Ours, [double[]] $Peer, [hashtable] $Goal, [string] $Unit = 'ms', [switch] $Headline)

    $ratio = (Get-Median $Ours) / (Get-Median $Peer)
    [pscustomobject]@{
        What     = $What
        Ours     = "$(Format-Spread $Ours) $Unit"
        Peer     = "$(Format-Spread $Peer) $Unit"
        Ratio    = 'x' + $ratio.ToString($(if ($ratio -lt 0.05) { 'N4' } else { 'N2' }), [cultureinfo]::InvariantCulture)
        Goal     = Format-Goal $Goal (Get-Median $Ours) (Get-Median $Peer) $Unit
        Runs     = $Ours.Count
        Headline = [bool] $Headline
    }
}

# A row without a peer.
function New-Figure {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'An object.')]
    param([string] $What, [double[]] $Ours, [hashtable] $Goal, [string] $Unit = 'ms')

    [pscustomobject]@{
        What     = $What
        Ours     = "$(Format-Spread $Ours) $Unit"
        Peer     = ''
        Ratio    = ''
        Goal     = Format-Goal $Goal (Get-Median $Ours) 0 $Unit
        Runs     = $Ours.Count
        Headline = $false
    }
}

# The goal in words, and whether it was met.
function Format-Goal {
    param([hashtable] $Goal, [double] $Ours, [double] $Peer, [string] $Unit)

    if (-not $Goal) { return '' }
    $limit = $Goal.Limit.ToString([cultureinfo]::InvariantCulture)
    $words, $value = switch ($Goal.Of) {
        'Ours' { "at most $limit $Unit", $Ours }
        'More' { "at most $limit $Unit more", ($Ours - $Peer) }
        'Ratio' { "at most x$limit", ($Ours / $Peer) }
    }
    "${words}: $(if ($value -le $Goal.Limit) { 'met' } else { '**missed**' })"
}
