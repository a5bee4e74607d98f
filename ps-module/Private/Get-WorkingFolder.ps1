# The folder that relative paths start from, put together from its drive: the location's ProviderPath takes longer to
# work out than the whole request to write.
function Get-WorkingFolder($Cmdlet) {
    $location = $Cmdlet.SessionState.Path.CurrentFileSystemLocation
    $drive = $location.Drive
    if ($null -eq $drive) { return $location.ProviderPath }
    [IO.Path]::Combine($drive.Root, $drive.CurrentLocation)
}
