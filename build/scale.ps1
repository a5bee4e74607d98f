# The calculated part of docs/scale.md: its tables and its picture, from what was measured and from documented quotas.

# Requests per second that AWS takes by default, by account and Region (quota pages of ECR and IAM).
$quota = @{ Token = 500; Sts = 600; Layer = 3000 }

# Seconds of a first login on so many open sessions, both ends on one machine with two cores.
$measuredLogins = [ordered]@{ 1 = 0.14; 4 = 0.3; 16 = 2.4; 64 = 27.0 }

# The layers of an image that a node pulls.
$layers = 10

$scaleColors = [ordered]@{
    'scale-dark.svg'  = @{ Back = '#0d1117'; Text = '#e6edf3'; Line = '#8b949e'; Lines = '#58a6ff', '#a371f7', '#3fb950', '#f0883e' }
    'scale-light.svg' = @{ Back = '#ffffff'; Text = '#1f2328'; Line = '#656d76'; Lines = '#0969da', '#8250df', '#1a7f37', '#bc4c00' }
}

# Values in a text, the same on every machine.
function Format-Figure {
    param([string] $Format, [object[]] $Values)

    [string]::Format([Globalization.CultureInfo]::InvariantCulture, $Format, $Values)
}

# Seconds until all of so many machines are done, in each way.
function Get-ScaleTime {
    param([double] $Machines)

    $one = $measuredLogins[0]
    $most = $measuredLogins[-1] / 64
    [ordered]@{
        'at most'   = [Math]::Max($one, $Machines * $most)
        'at least'  = [Math]::Ceiling($Machines / 32) * $one
        'tokens'    = $Machines / $quota.Token
        'the pull'  = $Machines * $layers / $quota.Layer
    }
}

# What becomes of nodes that all ask within one second, when a node asks so many times: the service takes its quota as a
# bucket of one second, and each wait is a random part of 1, 2, 4, ... 20 seconds. The same in each run.
function Get-Burst {
    param([int] $Machines, [int] $Attempts)

    $random = New-Object Random 1
    $queue = New-Object 'Collections.Generic.PriorityQueue[int[],double]'
    foreach ($node in 1..$Machines) { $queue.Enqueue(@(1), $random.NextDouble()) }
    $most = $credit = [double] $quota.Token
    $served = $calls = $before = $last = 0
    $turn = $null
    $time = 0.0
    while ($queue.TryDequeue([ref] $turn, [ref] $time)) {
        $calls++
        $credit = [Math]::Min($most, $credit + ($time - $before) * $most)
        $before = $time
        if ($credit -ge 1) {
            $credit--
            $served++
            $last = $time
        } elseif ($turn[0] -lt $Attempts) {
            $queue.Enqueue(@($turn[0] + 1), $time + $random.NextDouble() * [Math]::Min(20, [Math]::Pow(2, $turn[0] - 1)))
        }
    }
    [pscustomobject]@{ Served = $served / $Machines; Calls = $calls; Seconds = $last }
}

function Get-BurstTable {
    '| nodes in one second | with 3 attempts, the default | with 8: `AWS_MAX_ATTEMPTS=8` |'
    '|---|---|---|'
    foreach ($machines in 10, 1000, 2000, 10000) {
        $cells = foreach ($attempts in 3, 8) {
            $burst = Get-Burst $machines $attempts
            $percent = [Math]::Floor($burst.Served * 1000) / 10
            Format-Figure '{0:0.#} % within {1:0} s, {2:N0} calls' $percent, ([Math]::Ceiling($burst.Seconds)), $burst.Calls
        }
        Format-Figure '| {0:N0} | {1} | {2} |' $machines, $cells[0], $cells[1]
    }
}

# The pictures by their file names: seconds by machines, on two scales of tens.
function Get-ScalePicture {
    $pictures = [ordered]@{}
    foreach ($name in $scaleColors.Keys) { $pictures[$name] = ConvertTo-ScaleSvg $scaleColors[$name] }
    $pictures
}

function ConvertTo-ScaleSvg {
    param([hashtable] $Colors)

    $left = { param($machines) 90 + 120 * [Math]::Log10($machines) }
    $top = { param($seconds) 290 - 50 * [Math]::Log10($seconds) - 50 }
    $names = [ordered]@{
        'at most'  = '-Session, at most'
        'at least' = '-Session, at least'
        'the pull' = "pulls of $layers layers"
        'tokens'   = 'tokens of all nodes'
    }
    @(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 360" width="740" height="360" role="img" font-family="sans-serif" font-size="13">'
        '<title>Seconds until all machines are done, by their number</title>'
        "<rect width=`"740`" height=`"360`" rx=`"8`" fill=`"$($Colors.Back)`"/>"
        "<g fill=`"$($Colors.Text)`" stroke=`"none`">"
        foreach ($power in 0..4) {
            $x = & $left ([Math]::Pow(10, $power))
            "<text x=`"$x`" y=`"316`" text-anchor=`"middle`">$(Format-Figure '{0:N0}' ([Math]::Pow(10, $power)))</text>"
        }
        foreach ($power in -1..4) {
            $y = & $top ([Math]::Pow(10, $power))
            "<path d=`"M90 ${y}H570`" stroke=`"$($Colors.Line)`" stroke-opacity=`"0.35`"/>"
            "<text x=`"82`" y=`"$($y + 4)`" text-anchor=`"end`">$(if ($power -lt 0) { '0.1' } else { Format-Figure '{0:N0}' ([Math]::Pow(10, $power)) }) s</text>"
        }
        '<text x="330" y="344" text-anchor="middle">machines; dots are measured, lines calculated</text></g>'
        $number = 0
        $above = 0
        foreach ($way in $names.Keys) {
            $points = foreach ($step in 0..40) {
                $machines = [Math]::Pow(10, $step / 10)
                $seconds = (Get-ScaleTime $machines)[$way]
                if ($seconds -ge 0.1) { Format-Figure '{0:0.0},{1:0.0}' (& $left $machines), (& $top $seconds) }
            }
            $color = $Colors.Lines[$number]
            # A name stands beside the end of its line, or below the one before it.
            $above = [Math]::Max($above + 17, (& $top (Get-ScaleTime 10000)[$way]) + 2)
            "<polyline points=`"$($points -join ' ')`" fill=`"none`" stroke=`"$color`" stroke-width=`"2`"/>"
            "<text x=`"578`" y=`"$(Format-Figure '{0:0.0}' $above)`" fill=`"$color`">$($names[$way])</text>"
            $number++
        }
        foreach ($machines in $measuredLogins.Keys) {
            "<circle cx=`"$(Format-Figure '{0:0.0}' (& $left $machines))`" cy=`"$(Format-Figure '{0:0.0}' (& $top $measuredLogins[[object] $machines]))`" r=`"4`" fill=`"$($Colors.Lines[0])`"/>"
        }
        '</svg>'
        ''
    ) -join "`n"
}

# The page with its table made anew.
function Get-ScalePage {
    param([string] $Text)

    $table = "<!-- calculated -->`n`n$((Get-BurstTable) -join "`n")`n`n<!-- /calculated -->"
    [regex]::Replace($Text, '(?s)<!-- calculated -->.*<!-- /calculated -->', $table)
}
